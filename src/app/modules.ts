/** The only list of modules. */
import type { Module } from '#kernel/module'

export const modules: readonly Module[] = []
