import { DOCUMENT, GENERIC, LEGAL_FORM, LOGISTICS, ORG_WORD, TRADE } from './flags.ts';
import { listed } from './word-list.ts';

/** Words of the trade: what announces a document's number, what firms are called, and what no dictionary has. */
export const businessWords = [
  listed(
    DOCUMENT | GENERIC,
    'number no nr num nummer numero id ids code ref reference key kennung account accounts compte cuenta conto rekening details details',
  ),
  listed(
    LEGAL_FORM,
    `inc incorporated ltd limited llc llp plc corp corporation co company gmbh ag kg kgaa ohg gbr ug mbh se sa sas sarl sasu snc srl spa srls sl slu bv nv vof
     oy oyj ab as asa aps sro spzoo zrt kft pty pte pvt ltda lda eirl`,
  ),
  listed(
    ORG_WORD,
    `bank university college school institute hospital clinic group holding holdings partners associates industries enterprises solutions systems
     technologies technology services consulting consultants foundation orchestra association council ministry agency bureau department committee commission
     insurance airlines airways motors pharmaceuticals pharma laboratories labs studios media press capital ventures investments trust union society
     cooperative federation stadtwerke sparkasse werke universitat krankenhaus verband verein stiftung banque universite hopital groupe societe
     banco universidad grupo fundacion banca universita gruppo fondazione universiteit ziekenhuis stichting logistics logistik groep zonen sohne hijos figli sons gebruder hermanos fratelli freres gebroeders`,
  ),
  listed(
    DOCUMENT,
    `order orders po so pr rfq rfp rma invoice invoices inv delivery deliveries shipment shipments tracking document documents doc quotation quote requisition
     contract agreement material materials item items sku part parts article batch lot serial asset equipment plant warehouse storage bin vendor supplier
     vendors suppliers account gl ledger cost center centre profit wbs project network idoc transport request case ticket incident opportunity lead campaign
     product products ean gtin upc sscc isbn issn container pallet handling version build release revision commit hash key id ids uuid guid number no nr num nummer
     reference ref code posting voucher payment receipt credit debit memo note journal entry bill billing statement schedule line lines position
     reservation confirmation notification inspection routing bom operation production work job run task ticket record records row batchno
     auftrag auftrage bestellung bestellungen rechnung rechnungen lieferung lieferschein gutschrift angebot anfrage vertrag charge materialnummer artikel
     artikelnummer kostenstelle sachkonto buchung beleg belegnummer lagerort werk sendung kunde kundennummer debitor kreditor lieferant vorgang position
     commande commandes facture factures livraison avoir devis contrat article lot fournisseur ecriture compte dossier colis bon reference
     pedido pedidos factura facturas entrega albaran presupuesto contrato articulo lote proveedor asiento cuenta expediente referencia
     ordine ordini fattura fatture consegna bolla preventivo contratto articolo lotto fornitore registrazione conto pratica riferimento
     bestelling bestellingen order factuur facturen levering pakbon creditnota offerte contract artikel partij leverancier boeking grootboek dossier
     drawing drawings lots slot slots pn sn mpn models model series carnet permit licence norm standard page pages chapter paragraph clause table figure
     meter reading sensor machine device equipment tag node host server instance cluster queue topic session request response payload timestamp epoch
     qty quantity total amount price value rate discount tax vat weight volume hs tariff customs declaration booking voyage vessel flight
     sequence counter index offset port pid process thread error status tier level step phase stage ean13 imei vin mac`,
  ),
  listed(
    LOGISTICS,
    `container vessel terminal shipment shipping freight cargo customs warehouse depot carrier incoterms incoterm fob fas cif cfr exw dap dpu ddp fca cpt cip
     eta etd ata atd lading demurrage detention transhipment transshipment draught vgm tare reefer pallet pallets consignment forwarder berth dock unloading feu teu
     hafen spedition sendung ankunft abfahrt entrepot almacen magazzino spedizione magazijn zending barge feeder airfreight seafreight`,
  ),
  listed(
    TRADE,
    `sap hana salesforce netsuite hubspot oracle dynamics workday coupa ariba infor successfactors servicenow zendesk jira github gitlab slack teams outlook
     excel sharepoint powerbi tableau snowflake databricks kafka rabbitmq redis postgres postgresql mysql mongodb sqlite kubernetes docker terraform
     idoc bapi abap fiori odata rest soap graphql webhook webhooks oauth saml api apis sdk sku skus upc ean gtin sscc rma rfq mrp erp crm wms mes plm edi
     iban bic swift sepa vat gst usd eur gbp chf jpy cad aud qty pcs kg lbs mm cm km kwh ups usps fedex dhl dpd gls maersk hapag lloyd msc cma cgm
     incoterms fob cif ddp dap exw async runtime backend frontend online offline login logout signup timestamp uuid json xml csv pdf html http https url
     nino aadhaar aadhar pesel nip cpf cnpj bsn dni nie nif cif siren siret insee steuer idnr ahv avs tfn abn regon bic swift blz
     kanban heijunka poka yoke gemba jidoka andon sysfail nm hz khz mhz psi rpm etimedout econnreset
     wi fi wifi ethernet bluetooth usb hdmi led lcd plc scada mqtt opc modbus inox alu pvc abs ptfe hdpe epdm nbr din iso ansi astm
     middleware upsert changelog dropship backorder backorders leadtime leadtimes dunning prepayment workflow workflows onboarding chatbot
     github npm docker linux windows macos android ios chrome firefox safari google microsoft amazon aws azure gcp openai
     wareneingang warenausgang kostenstelle sachkonto lieferschein auftragsbestatigung zahlungsbedingungen buchungskreis werk einkaufsbeleg
     albaran bolla`,
  ),
];
