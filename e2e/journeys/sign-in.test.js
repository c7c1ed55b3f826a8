// Signing in: a wrong password is told in words, and what was typed stays.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { signIn } from '../lib/people.js'

useBrowser()

test('a stranger with a wrong password stays outside and sees why', () => withPageNoJs({}, async page => {
  await assert.rejects(signIn(page, 'khong-co-ai', 'mat-khau-sai-hoan-toan'), /could not sign in/)
  const form = page.locator('form:has(input[type=password])')
  assert.equal(await form.locator('[name=ten]').inputValue(), 'khong-co-ai')
  assert.equal(await form.locator('[name=mat_khau]').inputValue(), '')
  assert.notEqual(await page.locator('[role=alert], .error-summary, [aria-live]').first().innerText(), '')
}))
