/** English that may stand in a Chinese page, and Chinese that may stand in an English one. */

const listed = (text: string): readonly string[] => text.trim().split(/\s+/u)

/** Names that Chinese uses as they are, and the names under which people sign in. */
export const allowedWords: readonly string[] = listed(`
  Liushui English Mermaid Markdown Excel simple system Ctrl Enter
  csv xlsx ods api node Chrome Linux like Gecko
  merchant split withdrawal account_no balance
  Administrator admin auditor credit dealer finance lending router newcomer
`)

/** What the demo's people are called and what they typed: data, and nobody's translation. */
export const demoNames: readonly string[] = listed(`
  流水 中文 信审小张 车行小李 车行小王 路由小陈 放审小刘 财务小赵 复核管理员 审计小周 新人小周
  张三 李思思 欧阳建国 张* 李** 欧阳** 上海某某科技有限公司 白
  上海浦东车行 杭州西湖汽贸 成都锦江名车 甲银行 乙银行 丙银行 标准车贷 新能源车贷
  某某汽车 东方汽车 北方客车 豪华型
  星河餐饮一店 星河餐饮二店（一个名字很长的门店，用来看看会不会被截断） 星河餐饮
  待清算总账户 手续费 收单分账 门店间调账：九月份水电费分摊 节前调整，节后恢复 数据同步
`)
