import type { Tool } from 'countersign';
import { getCompany } from './company-data/get-company.ts';
import { listContactPersons } from './erp/list-contact-persons.ts';
import { createContactPerson } from './erp/create-contact-person.ts';
import { relateContactPerson } from './erp/relate-contact-person.ts';
import { updateContactPerson } from './erp/update-contact-person.ts';
import { setContactEmail } from './erp/set-contact-email.ts';
import { setContactPhone } from './erp/set-contact-phone.ts';
import { completeTask } from './crm/complete-task.ts';
import { createCase } from './crm/create-case.ts';
import { createPriceBook } from './crm/create-price-book.ts';
import { createContract } from './crm/create-contract.ts';
import { createPrice } from './crm/create-price.ts';
import { createProduct } from './crm/create-product.ts';
import { createTask } from './crm/create-task.ts';
import { findAccountByVendor } from './crm/find-account-by-vendor.ts';
import { listAccountChildren } from './crm/list-account-children.ts';
import { mergeAccount } from './crm/merge-account.ts';
import { moveToAccount } from './crm/move-to-account.ts';
import { getContact } from './crm/get-contact.ts';
import { listContactCases } from './crm/list-contact-cases.ts';
import { mergeContact } from './crm/merge-contact.ts';
import { moveToContact } from './crm/move-to-contact.ts';
import { findAccountByCustomer } from './crm/find-account-by-customer.ts';
import { findAssets } from './crm/find-assets.ts';
import { findByNumber } from './crm/find-by-number.ts';
import { findContracts } from './crm/find-contracts.ts';
import { findMirror } from './crm/find-mirror.ts';
import { findOpportunitiesByOrder } from './crm/find-opportunities-by-order.ts';
import { findPriceBook } from './crm/find-price-book.ts';
import { findProducts } from './crm/find-products.ts';
import { getAccountMaster } from './crm/get-account-master.ts';
import { getAccount } from './crm/get-account.ts';
import { getOpportunity } from './crm/get-opportunity.ts';
import { getProduct } from './crm/get-product.ts';
import { getQuote } from './crm/get-quote.ts';
import { getServiceCase } from './crm/get-service-case.ts';
import { getUser } from './crm/get-user.ts';
import { linkDealToOrder } from './crm/link-deal-to-order.ts';
import { listAccountContacts } from './crm/list-account-contacts.ts';
import { listCases } from './crm/list-cases.ts';
import { listContacts } from './crm/list-contacts.ts';
import { listUsage } from './crm/list-usage.ts';
import { listContracts } from './crm/list-contracts.ts';
import { listDealHistories } from './crm/list-deal-histories.ts';
import { listDealLines } from './crm/list-deal-lines.ts';
import { listForecastItems } from './crm/list-forecast-items.ts';
import { listLinkedAccounts } from './crm/list-linked-accounts.ts';
import { listLinkedCases } from './crm/list-linked-cases.ts';
import { listLinkedDeals } from './crm/list-linked-deals.ts';
import { listMirrors } from './crm/list-mirrors.ts';
import { listOpenCasesOfOrder } from './crm/list-open-cases-of-order.ts';
import { listOpportunities } from './crm/list-opportunities.ts';
import { listPriceBooks } from './crm/list-price-books.ts';
import { listProductsOf } from './crm/list-products-of.ts';
import { listProducts } from './crm/list-products.ts';
import { listRecipients } from './crm/list-recipients.ts';
import { mirrorInvoice } from './crm/mirror-invoice.ts';
import { mirrorOrderToCase } from './crm/mirror-order-to-case.ts';
import { mirrorOrder } from './crm/mirror-order.ts';
import { mirrorShipment } from './crm/mirror-shipment.ts';
import { mirrorStock } from './crm/mirror-stock.ts';
import { postNote } from './crm/post-note.ts';
import { readMirrors } from './crm/read-mirrors.ts';
import { recordForecast } from './crm/record-forecast.ts';
import { recordVariance } from './crm/record-variance.ts';
import { sendMail } from './crm/send-mail.ts';
import { setCloseDate } from './crm/set-close-date.ts';
import { setLastOrderDate } from './crm/set-last-order-date.ts';
import { setNextStep } from './crm/set-next-step.ts';
import { setQuoteAvailability } from './crm/set-quote-availability.ts';
import { setRenewal } from './crm/set-renewal.ts';
import { setStage } from './crm/set-stage.ts';
import { updateAccountMaster } from './crm/update-account-master.ts';
import { updateCase } from './crm/update-case.ts';
import { updateContract } from './crm/update-contract.ts';
import { updateOpportunity } from './crm/update-opportunity.ts';
import { updatePrice } from './crm/update-price.ts';
import { updateProduct } from './crm/update-product.ts';
import { addOrderItem } from './erp/add-order-item.ts';
import { carryDeal } from './erp/carry-deal.ts';
import { changeOrderItem } from './erp/change-order-item.ts';
import { checkAvailability } from './erp/check-availability.ts';
import { completeServiceOrder } from './erp/complete-service-order.ts';
import { createVendor } from './erp/create-vendor.ts';
import { addPartnerRole } from './erp/add-partner-role.ts';
import { createSalesArea } from './erp/create-sales-area.ts';
import { createVendorCompany } from './erp/create-vendor-company.ts';
import { createVendorPurchasing } from './erp/create-vendor-purchasing.ts';
import { setPartnerBlock } from './erp/set-partner-block.ts';
import { createCustomer } from './erp/create-customer.ts';
import { createReturn } from './erp/create-return.ts';
import { createSalesOrder } from './erp/create-sales-order.ts';
import { createServiceOrder } from './erp/create-service-order.ts';
import { findMaterials } from './erp/find-materials.ts';
import { getCreditStatus } from './erp/get-credit-status.ts';
import { getCustomerMaster } from './erp/get-customer-master.ts';
import { getCustomer } from './erp/get-customer.ts';
import { getInvoiceDetail } from './erp/get-invoice-detail.ts';
import { getMaterial } from './erp/get-material.ts';
import { getReturn } from './erp/get-return.ts';
import { getSalesContract } from './erp/get-sales-contract.ts';
import { getSalesOrder } from './erp/get-sales-order.ts';
import { getServiceOrder } from './erp/get-service-order.ts';
import { getStock } from './erp/get-stock.ts';
import { listBlockedCustomers } from './erp/list-blocked-customers.ts';
import { listBillingDates } from './erp/list-billing-dates.ts';
import { listComponents } from './erp/list-components.ts';
import { listCustomerPrices } from './erp/list-customer-prices.ts';
import { listCustomerFacts } from './erp/list-customer-facts.ts';
import { listDeliveries } from './erp/list-deliveries.ts';
import { listInvoices } from './erp/list-invoices.ts';
import { listLedgerTotals } from './erp/list-ledger-totals.ts';
import { listIssuedInvoices } from './erp/list-issued-invoices.ts';
import { listMaterials } from './erp/list-materials.ts';
import { listOpenInvoices } from './erp/list-open-invoices.ts';
import { listOpenReceivables } from './erp/list-open-receivables.ts';
import { listOrderBills } from './erp/list-order-bills.ts';
import { listOrders } from './erp/list-orders.ts';
import { listPrices } from './erp/list-prices.ts';
import { listProduction } from './erp/list-production.ts';
import { listReceivables } from './erp/list-receivables.ts';
import { listSalesContracts } from './erp/list-sales-contracts.ts';
import { listSchedule } from './erp/list-schedule.ts';
import { noteOnServiceOrder } from './erp/note-on-service-order.ts';
import { recordDecision } from './erp/record-decision.ts';
import { rejectOrderItem } from './erp/reject-order-item.ts';
import { releaseCreditBlock } from './erp/release-credit-block.ts';
import { releaseReturn } from './erp/release-return.ts';
import { setDeliveryBlock } from './erp/set-delivery-block.ts';
import { setItemDate } from './erp/set-item-date.ts';
import { setRequestedDate } from './erp/set-requested-date.ts';
import { simulateOrder } from './erp/simulate-order.ts';
import { updateCustomer } from './erp/update-customer.ts';
import { customerMail } from './notify/customer-mail.ts';
import { email } from './notify/email.ts';
import { slackMessage } from './notify/slack-message.ts';
import { notifyTeam } from './notify/team-channel.ts';
import { teamsMessage } from './notify/teams-message.ts';

export const tools: readonly Tool[] = [
  addOrderItem,
  carryDeal,
  changeOrderItem,
  checkAvailability,
  completeServiceOrder,
  completeTask,
  createCase,
  createContract,
  createCustomer,
  setPartnerBlock,
  createVendorPurchasing,
  createVendorCompany,
  createSalesArea,
  addPartnerRole,
  createVendor,
  createPrice,
  createPriceBook,
  createProduct,
  createReturn,
  createSalesOrder,
  createServiceOrder,
  createTask,
  customerMail,
  email,
  findAccountByCustomer,
  moveToContact,
  mergeContact,
  listContactCases,
  getContact,
  moveToAccount,
  mergeAccount,
  listAccountChildren,
  findAccountByVendor,
  findAssets,
  findContracts,
  findMaterials,
  findByNumber,
  findMirror,
  findOpportunitiesByOrder,
  findPriceBook,
  findProducts,
  getAccount,
  listContactPersons,
  createContactPerson,
  relateContactPerson,
  updateContactPerson,
  setContactEmail,
  setContactPhone,
  getAccountMaster,
  getCompany,
  getCreditStatus,
  getCustomer,
  getCustomerMaster,
  getInvoiceDetail,
  getMaterial,
  getOpportunity,
  getProduct,
  getQuote,
  getReturn,
  getSalesContract,
  getSalesOrder,
  getServiceCase,
  getServiceOrder,
  getStock,
  getUser,
  linkDealToOrder,
  listAccountContacts,
  listBlockedCustomers,
  listCases,
  listContacts,
  listContracts,
  listUsage,
  listBillingDates,
  listComponents,
  listCustomerFacts,
  listCustomerPrices,
  listDealHistories,
  listDealLines,
  listDeliveries,
  listForecastItems,
  listInvoices,
  listIssuedInvoices,
  listLedgerTotals,
  listLinkedAccounts,
  listLinkedCases,
  listLinkedDeals,
  listMaterials,
  listOpenInvoices,
  listOpenReceivables,
  listMirrors,
  listOpenCasesOfOrder,
  listOpportunities,
  listOrderBills,
  listOrders,
  listPrices,
  listProduction,
  listPriceBooks,
  listProducts,
  listProductsOf,
  listReceivables,
  listSalesContracts,
  listSchedule,
  listRecipients,
  mirrorInvoice,
  mirrorOrderToCase,
  mirrorOrder,
  mirrorShipment,
  mirrorStock,
  noteOnServiceOrder,
  notifyTeam,
  postNote,
  readMirrors,
  recordDecision,
  recordForecast,
  recordVariance,
  rejectOrderItem,
  releaseCreditBlock,
  releaseReturn,
  sendMail,
  setCloseDate,
  setDeliveryBlock,
  setLastOrderDate,
  setNextStep,
  setQuoteAvailability,
  setRenewal,
  setItemDate,
  setRequestedDate,
  setStage,
  simulateOrder,
  slackMessage,
  teamsMessage,
  updateAccountMaster,
  updateCase,
  updateContract,
  updateCustomer,
  updateOpportunity,
  updatePrice,
  updateProduct,
];
