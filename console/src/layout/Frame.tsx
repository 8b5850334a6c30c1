/** The frame around every screen: who I am, where I can go. Nobody sees it without a session. */
import { DownOutlined, MenuOutlined } from '@ant-design/icons'
import { Button, Drawer, Dropdown } from 'antd'
import { Fragment, useState } from 'react'
import { Link, Navigate, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { FirstPassword } from '../features/auth/FirstPassword.tsx'
import { FirstSecondFactor } from '../features/auth/FirstSecondFactor.tsx'
import { useMe, useSignOut, type Me } from '../features/auth/session.ts'
import { useWords } from '../i18n/index.ts'
import { path } from '../path.ts'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { LookSwitch } from './LookSwitch.tsx'
import { Mark } from './Mark.tsx'
import { placesFor } from './places.ts'
import { Failed, Loading } from './states.tsx'
import './frame.css'

export function Frame() {
  const me = useMe()
  const { pathname, search } = useLocation()
  if (me.isPending) return <Loading />
  if (me.isError) return <Failed error={me.error} retry={me.refetch} />
  if (me.data === null) return <Navigate to={path.signIn(pathname + search)} replace />
  if (me.data.mustChangePassword) return <FirstPassword />
  if (me.data.needsTotp) return <FirstSecondFactor />
  return <Signed me={me.data} />
}

function Signed({ me }: { readonly me: Me }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <header className="bar">
        <Button
          type="text"
          className="bar-menu"
          icon={<MenuOutlined />}
          aria-label={t('nav.menu')}
          onClick={() => setOpen(true)}
        />
        <Link to={path.home()} className="brand">
          <Mark />
          <span className="brand-name" lang="zh-CN">
            流水
          </span>
          <span className="brand-latin">Liushui</span>
        </Link>
        <div className="bar-end">
          <LookSwitch />
          <LanguageSwitch />
          <Person me={me} />
        </div>
      </header>
      <aside className="side">
        <Places roles={me.roles} />
      </aside>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="left"
        size={260}
        title={t('nav.menu')}
        className="side-drawer"
      >
        <Places roles={me.roles} onGo={() => setOpen(false)} />
      </Drawer>
      <main id="content" className="content" tabIndex={-1}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  )
}

interface PlacesProps {
  readonly roles: readonly string[]
  readonly onGo?: () => void
}

function Places({ roles, onGo }: PlacesProps) {
  const { t } = useWords()
  return (
    <nav className="places" aria-label={t('nav.menu')} onClick={onGo}>
      {placesFor(roles).map(({ word, places }) => (
        <Fragment key={word}>
          <p className="places-group">{t(`nav.${word}`)}</p>
          {places.map((place) => (
            <NavLink key={place.to} to={place.to}>
              {t(`nav.${place.word}`)}
            </NavLink>
          ))}
        </Fragment>
      ))}
    </nav>
  )
}

function Person({ me }: { readonly me: Me }) {
  const { t } = useWords()
  const signOut = useSignOut()
  const items = [
    { key: 'account', label: <Link to={path.account()}>{t('nav.account')}</Link> },
    { key: 'out', label: t('nav.signOut'), onClick: () => signOut.mutate() },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="text" className="person" aria-label={`${t('nav.account')}: ${me.displayName}`}>
        <span className="person-name">{me.displayName}</span>
        <DownOutlined />
      </Button>
    </Dropdown>
  )
}
