/** What the banks accept. */
const no = { type: 'string', minLength: 1, maxLength: 64 }
const text = { type: 'string', minLength: 1, maxLength: 200 }
const amount = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }
const term = { type: 'integer', minimum: 1, maximum: 120 }
const callbackUrl = { type: 'string', minLength: 1, maxLength: 500 }

export const applicationSchema = {
  type: 'object',
  required: ['applicationNo', 'orderNo', 'product', 'amount', 'term', 'applicant', 'callbackUrl'],
  properties: {
    applicationNo: no,
    orderNo: no,
    product: text,
    amount,
    term,
    region: text,
    carType: text,
    applicant: {
      type: 'object',
      required: ['nameMasked', 'idNumberHash', 'age'],
      properties: {
        nameMasked: text,
        idNumberHash: text,
        age: { type: 'integer', minimum: 0, maximum: 150 },
      },
    },
    callbackUrl,
  },
}

export const loanSchema = {
  type: 'object',
  required: ['loanRequestNo', 'applicationNo', 'orderNo', 'amount', 'term', 'payee', 'callbackUrl'],
  properties: {
    loanRequestNo: no,
    applicationNo: no,
    orderNo: no,
    amount,
    term,
    payee: {
      type: 'object',
      required: ['dealerNo', 'name'],
      properties: { dealerNo: text, name: text },
    },
    callbackUrl,
  },
}
