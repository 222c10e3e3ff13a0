import { service } from './model.ts';

export const products = service('API_PRODUCT_SRV', [
  {
    name: 'A_Product',
    keys: ['Product'],
    fields: `Product:String40 ProductType:String4 CrossPlantStatus:String2 IsMarkedForDeletion:Boolean ProductOldID:String40 ProductGroup:String9 BaseUnit:String3
      ItemCategoryGroup:String4 Division:String2 IndustrySector:String1 CreationDate:DateTime CreatedByUser:String12 LastChangeDate:DateTime
      LastChangedByUser:String12 LastChangeDateTime:DateTimeOffset`,
    navigations: [
      'to_Description*:A_ProductDescription(Product)',
      'to_Plant*:A_ProductPlant(Product)',
      'to_SalesDelivery*:A_ProductSalesDelivery(Product)',
    ],
  },
  {
    name: 'A_ProductDescription',
    keys: ['Product', 'Language'],
    fields: 'Product:String40 Language:String2 ProductDescription:String40',
  },
  {
    name: 'A_ProductPlant',
    keys: ['Product', 'Plant'],
    fields: `Product:String40 Plant:String4 PurchasingGroup:String3 ProfileCode:String2 AvailabilityCheckType:String2 MRPType:String2 IsMarkedForDeletion:Boolean
      BaseUnit:String3`,
    navigations: ['to_ProductSupplyPlanning:A_ProductSupplyPlanning(Product,Plant)'],
  },
  {
    name: 'A_ProductSupplyPlanning',
    keys: ['Product', 'Plant'],
    fields: `Product:String40 Plant:String4 MRPType:String2 ProcurementType:String1 PlannedDeliveryDurationInDays:Decimal3.0 TotalReplenishmentLeadTime:Decimal3.0
      SafetyStockQuantity:Decimal13.3 BaseUnit:String3`,
  },
  {
    name: 'A_ProductSalesDelivery',
    keys: ['Product', 'ProductSalesOrg', 'ProductDistributionChnl'],
    fields: `Product:String40 ProductSalesOrg:String4 ProductDistributionChnl:String2 SupplyingPlant:String4 ProductSalesStatus:String2
      MinimumOrderQuantity:Decimal13.3 BaseUnit:String3 IsMarkedForDeletion:Boolean`,
  },
]);

/** Keys are all that tells one stock from another: whose it is, where it lies and what may be done with it. */
export const materialStock = service('API_MATERIAL_STOCK_SRV', [
  {
    name: 'A_MaterialStock',
    keys: ['Material'],
    fields: 'Material:String40 MaterialBaseUnit:String3',
    navigations: ['to_MatlStkInAcctMod*:A_MatlStkInAcctMod(Material)'],
  },
  {
    name: 'A_MatlStkInAcctMod',
    keys: [
      'Material',
      'Plant',
      'StorageLocation',
      'Batch',
      'Supplier',
      'Customer',
      'WBSElementInternalID',
      'SDDocument',
      'SDDocumentItem',
      'InventorySpecialStockType',
      'InventoryStockType',
    ],
    fields: `Material:String40 Plant:String4 StorageLocation:String4 Batch:String10 Supplier:String10 Customer:String10 WBSElementInternalID:String24 SDDocument:String10
      SDDocumentItem:String6 InventorySpecialStockType:String1 InventoryStockType:String2 MaterialBaseUnit:String3 MatlWrhsStkQtyInMatlBaseUnit:Decimal31.3`,
  },
]);

/** Bills of material: what one piece of a material is made of, for production (usage 1) and for what is configured in sales (5). */
export const billsOfMaterial = service(
  'API_BILL_OF_MATERIAL_SRV',
  [
    {
      name: 'MaterialBOM',
      keys: ['BillOfMaterial', 'BillOfMaterialCategory', 'BillOfMaterialVariant', 'Material', 'Plant'],
      fields: `BillOfMaterial:String8 BillOfMaterialCategory:String1 BillOfMaterialVariant:String2 BillOfMaterialVersion:String4 EngineeringChangeDocument:String12
        Material:String40 Plant:String4 BillOfMaterialVariantUsage:String1 BillOfMaterialStatus:String2 IsConfiguredMaterial:Boolean IsMarkedForDeletion:Boolean
        BOMHeaderBaseUnit:String3 BOMHeaderQuantityInBaseUnit:Decimal13.3 HeaderValidityStartDate:DateTime HeaderValidityEndDate:DateTime`,
      navigations: ['to_BillOfMaterialItem*:MaterialBOMItem(BillOfMaterial,BillOfMaterialCategory,BillOfMaterialVariant,Material,Plant)'],
    },
    {
      name: 'MaterialBOMItem',
      keys: ['BillOfMaterial', 'BillOfMaterialCategory', 'BillOfMaterialVariant', 'BillOfMaterialItemNodeNumber', 'Material', 'Plant'],
      fields: `BillOfMaterial:String8 BillOfMaterialCategory:String1 BillOfMaterialVariant:String2 BillOfMaterialVersion:String4 BillOfMaterialItemNodeNumber:String8
        HeaderChangeDocument:String12 Material:String40 Plant:String4 ValidityStartDate:DateTime ValidityEndDate:DateTime BillOfMaterialComponent:String40
        BillOfMaterialItemQuantity:Decimal13.3 BillOfMaterialItemUnit:String3 ComponentScrapInPercent:Decimal5.2 IsDeleted:Boolean`,
    },
  ],
  { version: '0002' },
);
