/** The sandbox: how a simulated partner answers next, what it heard and said, and the clock. */
import { Button, Form, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { Refusal } from '../../api.ts'
import { useFeatureWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { useCommand } from '../../shared/useCommand.ts'
import { ClockCard } from './ClockCard.tsx'
import { Heard } from './Heard.tsx'
import {
  chooseAnswer,
  resetSandbox,
  sandboxKey,
  useSandbox,
  type NextPlan,
  type Plan,
  type SandboxView,
} from './client.ts'
import { words } from './words.ts'
import './sandbox.css'

export function Sandbox() {
  const { t } = useFeatureWords(words)
  const sandbox = useSandbox()
  if (sandbox.isPending) return <Loading />
  if (sandbox.isError && isAbsent(sandbox.error)) {
    return <Blank title={t('absent')} hint={t('absentHint')} />
  }
  if (sandbox.isError && isRefused(sandbox.error)) {
    return <Failed error={sandbox.error} retry={sandbox.refetch} />
  }
  return (
    <>
      <PageHead title={t('title')} note={t('note')} end={<Reset />} />
      <div className="sandbox">
        {sandbox.isError ? (
          <section className="card">
            <Failed error={sandbox.error} retry={sandbox.refetch} />
          </section>
        ) : (
          <>
            <Card title={t('next')}>
              <Choice sandbox={sandbox.data} />
            </Card>
            <Card title={t('waiting')}>
              <Line sandbox={sandbox.data} />
            </Card>
          </>
        )}
        <ClockCard />
      </div>
      <Heard />
    </>
  )
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Refusal && error.problem.code === 'sandbox_absent'

const isRefused = (error: unknown): boolean =>
  error instanceof Refusal && error.problem.code === 'actor_not_allowed'

function Choice({ sandbox }: { readonly sandbox: SandboxView }) {
  const { t, words: texts } = useFeatureWords(words)
  const [form] = Form.useForm<NextPlan>()
  const choose = useCommand({
    form: 'sandbox next',
    send: ({ partner, behaviour, delayMs }: NextPlan, key) =>
      chooseAnswer({ partner, behaviour, ...(delayMs ? { delayMs } : {}) }, key),
    done: t('chosen'),
    stale: [sandboxKey],
  })
  const required = [{ required: true, message: t('required') }]
  return (
    <Form<NextPlan>
      form={form}
      layout="vertical"
      initialValues={{ partner: sandbox.partners[0]?.partner, behaviour: 'refuse' }}
      onFinish={(values) => choose.mutate(values)}
    >
      <Form.Item name="partner" label={t('partner')} rules={required}>
        <Select options={sandbox.partners.map(({ partner }) => ({ value: partner }))} />
      </Form.Item>
      <Form.Item name="behaviour" label={t('behaviour')} rules={required}>
        <Select
          options={sandbox.behaviours.map((value) => ({
            value,
            label: wordOf(texts.behaviours, value),
          }))}
        />
      </Form.Item>
      <Form.Item name="delayMs" label={t('delay')} extra={t('delayHint')}>
        {/* The little arrows have English names of antd's own. */}
        <InputNumber min={0} max={3_600_000} controls={false} className="sandbox-delay" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={choose.isPending}>
        {t('choose')}
      </Button>
    </Form>
  )
}

function Line({ sandbox }: { readonly sandbox: SandboxView }) {
  const { t, words: texts } = useFeatureWords(words)
  const textOf = ({ behaviour, delayMs }: Plan): string => {
    const what = wordOf(texts.behaviours, behaviour)
    return delayMs === undefined ? what : t('withDelay', { what, ms: delayMs })
  }
  return (
    <dl className="sandbox-line">
      {sandbox.partners.map(({ partner, waiting }) => (
        <div key={partner}>
          <dt>{partner}</dt>
          <dd>
            {waiting.length === 0 ? (
              <span className="soft">{t('usual')}</span>
            ) : (
              <ol>
                {waiting.map((plan, at) => (
                  // Two equal answers may wait in line: only their place tells them apart.
                  <li key={`${at} ${plan.behaviour}`}>{textOf(plan)}</li>
                ))}
              </ol>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Reset() {
  const { t } = useFeatureWords(words)
  const [asking, setAsking] = useState(false)
  const reset = useCommand<void, unknown>({
    form: 'sandbox reset',
    send: (_, key) => resetSandbox(key),
    done: t('resetDone'),
    stale: [sandboxKey],
    onDone: () => setAsking(false),
  })
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        {t('reset')}
      </Button>
      <Modal
        open={asking}
        title={t('reset')}
        okText={t('confirm')}
        cancelText={t('cancel')}
        okButtonProps={{ danger: true }}
        confirmLoading={reset.isPending}
        onOk={() => reset.mutate()}
        onCancel={() => setAsking(false)}
        width={420}
      >
        <p>{t('resetWhy')}</p>
      </Modal>
    </>
  )
}
