/** What the tables are called in Chinese; in English their own comments speak. */

// prettier-ignore
export const chineseNames: Readonly<Record<string, string>> = {
  'audit.entry': '审计记录', 'audit.round': '审计封存轮次', 'audit.seal': '审计封存', 'audit.verification': '审计核验',
  'auth.api_key': '接口密钥', 'auth.approval_limit': '审批限额', 'auth.failed_attempt': '登录失败次数', 'auth.proposal': '复核事项',
  'auth.session': '登录会话', 'auth.totp': '二次验证', 'auth.user_account': '用户',
  'auto_loan.applicant_lookup': '申请人检索', 'auto_loan.audit_result': '审核结论', 'auto_loan.auto_order': '车贷订单', 'auto_loan.car': '车辆',
  'auto_loan.contract_set': '合同', 'auto_loan.contract_signature': '合同签署', 'auto_loan.dealer': '车商', 'auto_loan.deposit_refund': '定金退款',
  'auto_loan.disbursement': '放款请求', 'auto_loan.finance_plan': '金融方案', 'auto_loan.funder': '资金方', 'auto_loan.funder_application': '资金方申请',
  'auto_loan.funder_choice': '资金方路由', 'auto_loan.image': '影像资料', 'auto_loan.instalment': '还款期次', 'auto_loan.loan': '贷款',
  'auto_loan.loan_request_number': '放款请求号', 'auto_loan.order_event': '订单历史', 'auto_loan.person': '申请人与共借人', 'auto_loan.person_group': '个人资料（加密）',
  'auto_loan.product': '金融产品', 'auto_loan.receipt': '收款', 'auto_loan.repayment': '还款',
  'db.series': '编号序列', 'desk.export': '导出', 'desk.saved_view': '保存的视图', 'desk.column_choice': '列表的列', 'desk.demo_clock': '演示时钟', 'file.object': '文件',
  'http.idempotency': '幂等键', 'jobs.alarm': '告警', 'jobs.cron': '定时任务', 'jobs.dead_letter': '死信', 'jobs.deadline': '业务时限',
  'jobs.delivery': '事件投递', 'jobs.event': '业务事件', 'jobs.lane': '投递通道', 'jobs.subscription': '事件订阅', 'jobs.worker': '后台进程',
  'ledger.account': '账户', 'ledger.account_transaction': '账户流水', 'ledger.account_type': '科目', 'ledger.hold': '冻结', 'ledger.journal': '凭证',
  'ledger.opening': '期初余额', 'ledger.period': '会计期间', 'ledger.reversed': '冲正累计', 'ledger.verification': '账簿核验', 'ledger.verification_run': '账簿核验进度',
  'lifecycle.figure_move': '流转统计', 'lifecycle.figure_state': '状态统计', 'lifecycle.figure_stay': '停留统计', 'lifecycle.fold': '统计进度',
  'lifecycle.assignment': '领取的工作', 'lifecycle.definition': '状态机定义', 'lifecycle.migration': '订单迁移', 'lifecycle.publication': '状态机发布',
  'lifecycle.retirement': '状态机停用', 'loans.contract': '贷款合同', 'loans.fact': '贷款事实', 'loans.instalment': '贷款期次',
  'parameter.latest': '参数当前版本', 'parameter.value': '参数历史', 'partner.call': '伙伴调用',
  'secret.index_key': '索引密钥', 'secret.person_key': '个人密钥',
}
