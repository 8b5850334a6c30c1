/** The order pages, for auto-loan. */
import { OrderList as List } from '../orders/OrderList.tsx'
import { OrderPage } from '../orders/OrderPage.tsx'
import { autoLoan } from './product.tsx'

export const OrderList = () => <List product={autoLoan} />
export const Order = () => <OrderPage product={autoLoan} />
