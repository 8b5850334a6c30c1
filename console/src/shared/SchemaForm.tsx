/** The fields of one form, drawn from the schema that came from the server. */
import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, DatePicker, Form, Input, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import { Fragment, type ReactNode } from 'react'
import { useWords, wordOf } from '../i18n/index.ts'
import type { Words } from '../i18n/zh.ts'
import type { Currency } from './amount.ts'
import { shapeTitles, type Field, type Shape } from './schema-fields.ts'
import { faultOf } from './schema-values.ts'

type Name = readonly (string | number)[]

export interface FileChoice {
  readonly sha256: string
  readonly title: string
}

interface FieldsProps {
  readonly fields: readonly Field[]
  readonly currency: Currency
  /** Files that were uploaded before and may be named. */
  readonly files?: readonly FileChoice[]
  readonly at?: Name
  /** Set inside a group that may be left out as a whole: then nothing in it is asked for. */
  readonly optional?: boolean
}

export function SchemaFields({ fields, ...rest }: FieldsProps) {
  return fields.map((field) => <OneField key={field.name} field={field} {...rest} />)
}

type OneProps = Omit<FieldsProps, 'fields'> & { readonly field: Field }

function OneField({ field, ...rest }: OneProps) {
  switch (field.shape.kind) {
    case 'fixed':
      return null
    case 'group':
      return <Group field={field} fields={field.shape.fields} {...rest} />
    case 'list':
      return <List field={field} shape={field.shape} {...rest} />
    case 'amount':
    case 'choice':
    case 'day':
    case 'decimal':
    case 'file':
    case 'json':
    case 'moment':
    case 'text':
    case 'whole':
    case 'yes_no':
      return <Plain field={field} {...rest} />
  }
}

function Group({ field, fields, at = [], ...rest }: OneProps & { fields: readonly Field[] }) {
  const { language } = useWords()
  return (
    <fieldset className="form-group">
      <legend>{field.titles[language]}</legend>
      <SchemaFields
        {...rest}
        fields={fields}
        at={[...at, field.name]}
        optional={rest.optional === true || !field.required}
      />
    </fieldset>
  )
}

type ListShape = Extract<Shape, { kind: 'list' }>

function List({ field, shape, at = [], ...rest }: OneProps & { readonly shape: ListShape }) {
  const { t, language } = useWords()
  const title = field.titles[language]
  return (
    <Form.List name={[...at, field.name]}>
      {(items, { add, remove }) => (
        <fieldset className="form-group">
          <legend>{title}</legend>
          {items.map(({ key, name }, index) => (
            <div key={key} className="form-row">
              <span className="form-row-no">{index + 1}</span>
              <div className="form-row-fields">
                <ListItem {...rest} item={shape.item} at={[name]} />
              </div>
              <Button
                type="text"
                icon={<MinusCircleOutlined />}
                aria-label={`${t('order.remove')} ${index + 1}`}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          <Button
            icon={<PlusOutlined />}
            disabled={items.length >= shape.itemsMax}
            onClick={() => add(shape.item.kind === 'group' ? {} : undefined)}
          >
            {t('order.add')}
          </Button>
        </fieldset>
      )}
    </Form.List>
  )
}

interface ItemProps extends Omit<FieldsProps, 'fields'> {
  readonly item: Shape
}

function ListItem({ item, at = [], ...rest }: ItemProps) {
  if (item.kind === 'group') return <SchemaFields {...rest} fields={item.fields} at={at} />
  const field: Field = { name: '', titles: shapeTitles, required: true, shape: item }
  return <Plain {...rest} field={field} at={at} bare />
}

function Plain({ field, at = [], currency, files = [], ...rest }: OneProps & { bare?: boolean }) {
  const { t, language, words } = useWords()
  const { shape } = field
  const name = rest.bare === true ? [...at] : [...at, field.name]
  const required = field.required && rest.optional !== true
  const asked: Field = { ...field, required }
  const check = {
    validator: (_: unknown, typed: unknown) => {
      const fault = faultOf(asked, typed, currency.exponent)
      if (!fault) return Promise.resolve()
      const text = t(`form.${fault.key}`, { count: fault.count ?? 0 })
      return Promise.reject(new Error(text))
    },
  }
  return (
    <Form.Item
      name={name}
      label={rest.bare === true ? undefined : field.titles[language]}
      required={required}
      rules={[check]}
      validateTrigger="onBlur"
      {...(shape.kind === 'yes_no' ? { valuePropName: 'checked' } : {})}
      {...(shape.kind === 'day' || shape.kind === 'moment' ? asDayjs(shape.kind) : {})}
    >
      {inputOf(shape, { language, currency, words, files })}
    </Form.Item>
  )
}

/** The form keeps days as the text that travels; only the picker wants an object. */
const asDayjs = (kind: 'day' | 'moment') => ({
  getValueProps: (text: unknown) => ({ value: typeof text === 'string' ? dayjs(text) : null }),
  normalize: (picked: unknown) => {
    if (!dayjs.isDayjs(picked)) return undefined
    return kind === 'day' ? picked.format('YYYY-MM-DD') : picked.toISOString()
  },
})

interface InputWords {
  readonly language: 'zh' | 'en'
  readonly currency: Currency
  readonly words: Words
  readonly files: readonly FileChoice[]
}

function inputOf(shape: Shape, { language, currency, words, files }: InputWords): ReactNode {
  switch (shape.kind) {
    case 'text':
      return shape.prose ? (
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={shape.lengthMax} />
      ) : (
        <Input maxLength={shape.lengthMax} />
      )
    case 'amount':
      return <Input inputMode="decimal" suffix={currency.code} className="figure" />
    case 'whole':
      return <Input inputMode="numeric" className="figure" />
    case 'decimal':
      return <Input inputMode="decimal" className="figure" />
    case 'yes_no':
      return <Switch />
    case 'choice':
      return (
        <Select
          placeholder={words.form.choose}
          allowClear
          options={shape.choices.map(({ value, titles }) => ({
            value,
            label: titles?.[language] ?? wordOf(words.codes, String(value)),
          }))}
        />
      )
    case 'file':
      return (
        <Select
          placeholder={words.form.chooseFile}
          notFoundContent={words.form.noFile}
          allowClear
          options={files.map(({ sha256, title }) => ({ value: sha256, label: title }))}
        />
      )
    case 'day':
      return <DatePicker className="wide" />
    case 'moment':
      return <DatePicker showTime className="wide" />
    case 'json':
      return <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} spellCheck={false} />
    case 'fixed':
    case 'group':
    case 'list':
      return <Fragment />
  }
}
