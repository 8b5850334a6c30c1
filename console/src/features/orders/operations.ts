/**
 * What the server's own description says of an operation: the schema of its body, and who may call
 * it. Facts that are recorded beside the lifecycle (receipts, repayments …) get their forms so.
 */
import { useQuery } from '@tanstack/react-query'
import type { Schema } from '../../shared/schema-fields.ts'
import { useMe } from '../auth/session.ts'

interface Described {
  readonly operationId?: string
  readonly summary?: string
  readonly 'x-roles'?: readonly string[]
  readonly parameters?: readonly { readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
  }
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
}

export interface Operation {
  readonly mayDo: boolean
  readonly schema: Schema | undefined
  /** The choices of a query parameter. */
  readonly choicesOf: (parameter: string) => readonly string[]
}

const documentKey = ['openapi'] as const

async function readDocument(): Promise<ReadonlyMap<string, Described>> {
  const answer = await fetch('/openapi.json')
  // The document is the server's own; its shape is that of OpenAPI 3.1.
  const { paths } = (await answer.json()) as OpenApi
  const all = Object.values(paths).flatMap((methods) => Object.values(methods))
  return new Map(all.map((one) => [one.operationId ?? '', one]))
}

export function useOperation(operationId: string): Operation {
  const me = useMe().data
  const document = useQuery({
    queryKey: documentKey,
    queryFn: readDocument,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const found = document.data?.get(operationId)
  const roles = found?.['x-roles']
  const mayDo = roles === undefined || roles.some((role) => me?.roles.includes(role) === true)
  return {
    mayDo: found !== undefined && mayDo,
    schema: found?.requestBody?.content?.['application/json']?.schema,
    choicesOf: (parameter) => {
      const schema = found?.parameters?.find(({ name }) => name === parameter)?.schema
      const constants = schema?.enum ?? schema?.anyOf?.map((part) => part.const) ?? []
      return constants.map(String)
    },
  }
}
