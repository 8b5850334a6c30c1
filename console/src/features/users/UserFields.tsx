/** Name, roles and party: the same for a new user and for one that is changed. */
import { Form, Input, Select } from 'antd'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { partyKinds, type UserForm } from './client.ts'
import { words } from './words.ts'

export function UserFields() {
  const { t } = useFeatureWords(words)
  const shared = useWords()
  const form = Form.useFormInstance<UserForm>()
  const partyKind = Form.useWatch('partyKind', form) ?? 'none'
  const required = [{ required: true, message: t('required') }]
  const roles = Object.keys(shared.words.roles).filter((role) => role !== 'system')
  return (
    <>
      <Form.Item name="displayName" label={t('name')} rules={required}>
        <Input autoComplete="off" maxLength={100} />
      </Form.Item>
      <Form.Item
        name="roles"
        label={t('roles')}
        rules={[{ required: true, message: t('chooseRole') }]}
      >
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={roles.map((value) => ({ value, label: wordOf(shared.words.roles, value) }))}
        />
      </Form.Item>
      <Form.Item name="partyKind" label={t('partyKind')}>
        <Select options={partyKinds.map((value) => ({ value, label: t(`partyKinds.${value}`) }))} />
      </Form.Item>
      {partyKind === 'none' ? null : (
        <Form.Item name="partyCode" label={t('partyCode')} rules={required}>
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
      )}
    </>
  )
}
