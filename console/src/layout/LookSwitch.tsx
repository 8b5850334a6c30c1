import { CheckOutlined, DesktopOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useWords } from '../i18n/index.ts'
import { chooseLook, looks, useLook, useLookChoice } from '../shared/look.ts'

const icons = { system: <DesktopOutlined />, light: <SunOutlined />, dark: <MoonOutlined /> }

/** Light, dark, or as the system says. */
export function LookSwitch() {
  const { t } = useWords()
  const look = useLook()
  const chosen = useLookChoice()
  const items = looks.map((choice) => ({
    key: choice,
    icon: icons[choice],
    label: t(`look.${choice}`),
    extra: choice === chosen ? <CheckOutlined aria-label={t('look.chosen')} /> : null,
    onClick: () => chooseLook(choice),
  }))
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="text" icon={icons[look]} aria-label={t('look.title')} />
    </Dropdown>
  )
}
