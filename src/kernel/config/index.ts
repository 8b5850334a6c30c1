/**
 * The environment, typed. A process whose environment is wrong does not start, and says in one line
 * what is wrong and what would be right. Business values are no configuration: see
 * kernel/parameter.
 */
import { accept, refuse, type Result } from '../problem/index.ts'
import type { LogLevel } from '../log/index.ts'

export interface Config {
  readonly host: string
  readonly port: number
  readonly sandboxPort: number
  /** Folder of the embedded database, of files and of the generated master key. */
  readonly dataDirectory: string
  /** The owner's; without it the embedded PostgreSQL is started. */
  readonly databaseUrl: string | undefined
  /** The application's own role; where it is missing the owner gives up its rights itself. */
  readonly databaseAppUrl: string | undefined
  /** Of who only looks at tables, where the owner may not make that role. */
  readonly databaseReaderUrl: string | undefined
  readonly redisUrl: string | undefined
  readonly amqpUrl: string | undefined
  readonly logLevel: LogLevel
  readonly adminPassword: string | undefined
  /** 32 bytes in hex; generated into the data directory (mode 600) when missing. */
  readonly secretKey: string | undefined
  /** Master keys of before, newest first: read with, never written with. */
  readonly secretKeysBefore: readonly string[]
  readonly s3: S3Config | undefined
  /** Where alarms are sent beside the console, and the key that signs them (`whsec_…`). */
  readonly alarmWebhook: { readonly url: string; readonly secret: string } | undefined
  /** A demo instance may move its clock. */
  readonly demo: boolean
  /** Cookies are `Secure` unless the console is served over plain HTTP on purpose. */
  readonly secureCookies: boolean
  /** Requests a minute from one address. */
  readonly requestsPerMinuteMax: number
}

export interface S3Config {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

type Environment = Readonly<Record<string, string | undefined>>
const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

export function readConfig(environment: Environment): Result<Config, 'config_invalid'> {
  const wrong: string[] = []
  const read = reader(environment, wrong)
  const config: Config = {
    host: read.text('HOST', '127.0.0.1'),
    port: read.port('PORT', 3000),
    sandboxPort: read.port('SANDBOX_PORT', 3001),
    dataDirectory: read.text('LIUSHUI_DATA', '.data'),
    databaseUrl: read.url('DATABASE_URL', /^postgres(ql)?:$/u),
    databaseAppUrl: read.url('DATABASE_APP_URL', /^postgres(ql)?:$/u),
    databaseReaderUrl: read.url('DATABASE_READER_URL', /^postgres(ql)?:$/u),
    redisUrl: read.url('REDIS_URL', /^rediss?:$/u),
    amqpUrl: read.url('AMQP_URL', /^amqps?:$/u),
    logLevel: read.oneOf('LIUSHUI_LOG', levels, 'info'),
    adminPassword: environment['LIUSHUI_ADMIN_PASSWORD'],
    secretKey: read.key('LIUSHUI_SECRET_KEY'),
    secretKeysBefore: read.keys('LIUSHUI_SECRET_KEYS_BEFORE'),
    s3: read.s3(),
    alarmWebhook: read.alarmWebhook(),
    demo: read.flag('LIUSHUI_DEMO', false),
    secureCookies: read.flag('LIUSHUI_SECURE_COOKIES', false),
    requestsPerMinuteMax: read.whole('LIUSHUI_REQUESTS_PER_MINUTE', 600_000),
  }
  return wrong.length === 0 ? accept(config) : refuse('config_invalid', wrong.join('; '))
}

const hexKey = /^[0-9a-f]{64}$/iu

function reader(environment: Environment, wrong: string[]) {
  const text = (name: string, otherwise: string): string => environment[name] || otherwise
  const whole = (name: string, otherwise: number): number => {
    const value = Number(text(name, String(otherwise)))
    if (Number.isSafeInteger(value) && value >= 0) return value
    wrong.push(`${name} must be a whole number, not "${environment[name]}"`)
    return otherwise
  }
  const key = (name: string, value = environment[name]): string | undefined => {
    if (!value) return undefined
    if (!hexKey.test(value)) wrong.push(`${name} must be 32 bytes in hex: 64 digits 0-9 a-f`)
    return value
  }
  return {
    text,
    whole,
    key,
    port(name: string, otherwise: number): number {
      const value = whole(name, otherwise)
      if (value > 65_535) wrong.push(`${name} must be at most 65535`)
      return value
    },
    url(name: string, protocol: RegExp): string | undefined {
      const value = environment[name]
      if (!value) return undefined
      if (!URL.canParse(value) || !protocol.test(new URL(value).protocol)) {
        wrong.push(`${name} must be a URL with a protocol like ${protocol.source}`)
      }
      return value
    },
    oneOf<T extends string>(name: string, values: readonly T[], otherwise: T): T {
      const found = values.find((value) => value === text(name, otherwise))
      if (found === undefined) wrong.push(`${name} must be one of ${values.join(', ')}`)
      return found ?? otherwise
    },
    flag(name: string, otherwise: boolean): boolean {
      const value = text(name, otherwise ? '1' : '0')
      if (!/^(0|1|true|false)$/u.test(value)) wrong.push(`${name} must be 1 or 0`)
      return value === '1' || value === 'true'
    },
    keys: (name: string): readonly string[] =>
      text(name, '')
        .split(',')
        .filter(Boolean)
        .flatMap((value) => key(name, value) ?? []),
    s3: (): S3Config | undefined => s3(environment, wrong),
    alarmWebhook(): Config['alarmWebhook'] {
      const url = this.url('LIUSHUI_ALARM_WEBHOOK_URL', /^https?:$/u)
      const secret = environment['LIUSHUI_ALARM_WEBHOOK_SECRET'] ?? ''
      if (url === undefined) return undefined
      if (!/^whsec_[A-Za-z0-9+/=]{24,}$/u.test(secret)) {
        wrong.push('LIUSHUI_ALARM_WEBHOOK_SECRET must be whsec_ and at least 24 base64 characters')
      }
      return { url, secret }
    },
  }
}

function s3(environment: Environment, wrong: string[]): S3Config | undefined {
  const endpoint = environment['LIUSHUI_S3_ENDPOINT']
  if (!endpoint) return undefined
  const need = (name: string): string => {
    const value = environment[name]
    if (!value) wrong.push(`${name} is needed with LIUSHUI_S3_ENDPOINT`)
    return value ?? ''
  }
  return {
    endpoint,
    region: environment['LIUSHUI_S3_REGION'] || 'us-east-1',
    bucket: need('LIUSHUI_S3_BUCKET'),
    accessKeyId: need('LIUSHUI_S3_ACCESS_KEY_ID'),
    secretAccessKey: need('LIUSHUI_S3_SECRET_ACCESS_KEY'),
  }
}
