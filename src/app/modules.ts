/** The only list of modules. */
import { loans } from '#capabilities/loans'
import type { Module } from '#kernel/module'
import { autoLoan } from '#products/auto-loan'

export const modules: readonly Module[] = [loans, autoLoan]
