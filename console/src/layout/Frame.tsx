/** The frame around every screen: who I am, where I can go. Nobody sees it without a session. */
import {
  DownOutlined,
  MenuFoldOutlined,
  MenuOutlined,
  MenuUnfoldOutlined,
  QuestionCircleOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Button, Drawer, Dropdown } from 'antd'
import { Fragment, useState } from 'react'
import { Link, Navigate, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { FirstPassword } from '../features/auth/FirstPassword.tsx'
import { FirstSecondFactor } from '../features/auth/FirstSecondFactor.tsx'
import { useMe, useSignOut, type Me } from '../features/auth/session.ts'
import { DemoClock, useDemo } from '../features/sandbox/DemoClock.tsx'
import { useWords } from '../i18n/index.ts'
import { path } from '../path.ts'
import { badgeText, useBadges } from './badges.ts'
import { Keys } from './Keys.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { LookSwitch } from './LookSwitch.tsx'
import { Mark } from './Mark.tsx'
import { placeGroups, placesFor } from './places.ts'
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
  const { open, openDrawer, closeDrawer, folded, toggle } = useSide()
  const [keysShown, showKeys] = useState(false)
  return (
    <div className={folded ? 'frame frame-folded' : 'frame'}>
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <header className="bar">
        <Button
          type="text"
          className="bar-menu bar-menu-narrow"
          icon={<MenuOutlined />}
          aria-label={t('nav.menu')}
          onClick={openDrawer}
        />
        <Button
          type="text"
          className="bar-menu bar-menu-wide"
          icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          aria-label={t('nav.menu')}
          aria-expanded={!folded}
          onClick={toggle}
        />
        <Link to={path.home()} className="brand">
          <Mark />
          <span className="brand-name" lang="zh-CN">
            流水
          </span>
          <span className="brand-latin">Liushui</span>
        </Link>
        <div className="bar-end">
          <Button
            type="text"
            className="bar-keys"
            icon={<QuestionCircleOutlined />}
            aria-label={t('keys.open')}
            onClick={() => showKeys(true)}
          />
          <LookSwitch />
          <LanguageSwitch />
          <Person me={me} />
        </div>
      </header>
      <aside className="side">{folded ? null : <Places roles={me.roles} />}</aside>
      <Drawer
        open={open}
        onClose={closeDrawer}
        placement="left"
        size={260}
        title={t('nav.menu')}
        className="side-drawer"
      >
        <Places roles={me.roles} onGo={closeDrawer} />
      </Drawer>
      <main id="content" className="content" tabIndex={-1}>
        <DemoClock />
        <Outlet />
      </main>
      <Keys roles={me.roles} open={keysShown} onOpen={showKeys} />
      <ScrollRestoration />
    </div>
  )
}

const foldedName = 'liushui.side-folded'

/** On a wide page the side bar folds away and stays so; on a narrow one it is a drawer. */
function useSide() {
  const [open, setOpen] = useState(false)
  const [folded, setFolded] = useState(() => localStorage.getItem(foldedName) !== null)
  function toggle(): void {
    if (folded) localStorage.removeItem(foldedName)
    else localStorage.setItem(foldedName, 'yes')
    setFolded(!folded)
  }
  return {
    open,
    openDrawer: () => setOpen(true),
    closeDrawer: () => setOpen(false),
    folded,
    toggle,
  }
}

interface PlacesProps {
  readonly roles: readonly string[]
  readonly onGo?: () => void
}

function Places({ roles, onGo }: PlacesProps) {
  const { t } = useWords()
  const badges = useBadges()
  return (
    <nav className="places" aria-label={t('nav.menu')} onClick={onGo}>
      {placesFor(roles, placeGroups, useDemo()).map(({ word, places }) => (
        <Fragment key={word}>
          <p className="places-group">{t(`nav.${word}`)}</p>
          {places.map((place) => (
            <NavLink key={place.to} to={place.to}>
              <span>{t(`nav.${place.word}`)}</span>
              <Waiting count={badges[place.word]} />
            </NavLink>
          ))}
        </Fragment>
      ))}
    </nav>
  )
}

function Waiting({ count = 0 }: { readonly count: number | undefined }) {
  const { t } = useWords()
  if (count === 0) return null
  return (
    <span className="places-count figure" aria-label={t('nav.waiting', { count })}>
      {badgeText(count)}
    </span>
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
        <UserOutlined className="person-mark" />
        <span className="person-name">{me.displayName}</span>
        <DownOutlined />
      </Button>
    </Dropdown>
  )
}
