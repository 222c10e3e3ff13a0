import type { Answering } from './given.ts';
import {
  addNote,
  addTask,
  holdDelivery,
  informCustomer,
  moveCloseDate,
  moveStage,
  openCase,
  releaseDelivery,
  thankCustomer,
} from './changes.ts';
import { blockedCustomers, creditExposure, creditRoom, openInvoices, overdueInvoices } from './credit.ts';
import { customerCases, customerContacts, customerList, customerProfile, customerSummary } from './customers.ts';
import { runErrand } from './errand.ts';
import { alternatives, promise, stockLevel } from './inventory.ts';
import { productDetail, productList, shortProducts } from './products.ts';
import { blockedOrders, dueOrders, largestOrders, lateOrders, openOrders, ordersForProduct, recentOrders } from './order-lists.ts';
import { orderCustomer, orderDate, orderInvoice, orderLines, orderStatus, orderTracking, orderValue } from './orders.ts';
import { closingDeals, dealsAtRisk, dealStatus, largestDeals, openDealsList, pipelineTotal } from './pipeline.ts';
import { bye, greet, help, shortList, thanks } from './reception.ts';

/** Who answers which question. What stands in waiting, what is withdrawn and where figures come from the graph itself knows. */
export const answers: Readonly<Record<string, Answering>> = {
  'order.status': orderStatus,
  'order.tracking': orderTracking,
  'order.lines': orderLines,
  'order.date': orderDate,
  'order.invoice': orderInvoice,
  'order.customer': orderCustomer,
  'order.value': orderValue,
  'orders.late': lateOrders,
  'orders.open': openOrders,
  'orders.count': openOrders,
  'orders.largest': largestOrders,
  'orders.blocked': blockedOrders,
  'orders.due': dueOrders,
  'orders.recent': recentOrders,
  'orders.for-product': ordersForProduct,
  'stock.promise': promise,
  'stock.alternatives': alternatives,
  'stock.level': stockLevel,
  'stock.short': shortProducts,
  'product.detail': productDetail,
  'product.list': productList,
  'credit.exposure': creditExposure,
  'credit.room': creditRoom,
  'invoices.overdue': overdueInvoices,
  'invoices.open': openInvoices,
  'credit.blocked': blockedCustomers,
  'customer.profile': customerProfile,
  'customer.contacts': customerContacts,
  'customer.cases': customerCases,
  'customer.summary': customerSummary,
  'customers.list': customerList,
  'deal.status': dealStatus,
  'deals.open': openDealsList,
  'deals.risk': dealsAtRisk,
  'deals.closing': closingDeals,
  'deals.largest': largestDeals,
  'pipeline.total': pipelineTotal,
  'change.close-date': moveCloseDate,
  'change.stage': moveStage,
  'change.block': holdDelivery,
  'change.release': releaseDelivery,
  'change.thank': thankCustomer,
  'change.inform': informCustomer,
  'change.note': addNote,
  'change.task': addTask,
  'change.case': openCase,
  errand: runErrand,
  'list.short': shortList,
  help,
  greet,
  thanks,
  bye,
};
