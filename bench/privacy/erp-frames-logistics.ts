/** Frames by document kind, one a line; what stands in braces is filled in by erp-sentences.ts. Nobody is named in any of them. */
export const logisticsFrames: Readonly<Record<string, string>> = {
  'IBAN-like but none': `
Inspection lot DE{d18} was accepted without restrictions.
Reference GB{d2} LOT {d8} {d6} belongs to the return delivery.
Pallet label NL{d2} WHSE {d10} could not be scanned.
Config key FR{d2} {d4} {d4} {d3} is reserved for test runs.
Storage bin AT{d2} {d4} {d4} is blocked for inventory.
Die Charge CH{d2} {d4} {d4} ist gesperrt.
Part family IT{d2}X{d10} is phased out in Q{q}.
Release order BE{d4} {d4} was reversed twice.`,
  'parcel tracking': `
FedEx {d12} is out for delivery.
DHL waybill {d10} cleared customs at {time}.
DPD parcel {d14} was returned to the sender's depot.
USPS 94001{d17} shows no movement since {date}.
TNT consignment GD{d9}WW was split into two shipments.
GLS track id {A1}{d3}{A4} is not known to the carrier.
Royal Mail RM{d9}GB arrived at the hub.
The label of PostNL 3S{A4}{d9} was reprinted.
Tracking JD{d18} was added to the delivery note.`,
  'HS codes': `
HS code {d4}.{d2}.{d2} applies to the {product}.
Tariff number {d8} was corrected from {d8}.
Commodity code {d4} {d2} {d4} carries a duty of {p} %.
Classify the {product} under {d4}.{d2}.
Intrastat code {d8}, supplementary unit {unit}, net mass {qty} kg.
Export control: ECCN {d1}A{d3} requires no licence for {d4}.{d2}.{d2}.
TARIC {d10} has an anti-dumping measure until {date}.
Schedule B {d4}.{d2}.{d4} was mapped to material group {d5}.`,
  'containers and ports': `
Container {container} left {port} on {date}.
{container} and {container} are on hold in {port}.
Booking {A3}{d9}: 2 x 40HC from {port} to {port}.
ETA {port} {date}, container {container}, seal {d7}.
Empty {container} must be returned to the depot in {port} by {date}.
Demurrage for {container} starts on {date}.
Transhipment in {port}, connecting service {A3}{d1}.
Gate-out {port} {time}, VGM {d5} kg, tare {d4} kg.
Reefer {container} set to -18 C, ventilation closed.`,
  'vessels and bills of lading': `
Vessel {vessel}, voyage {d3}{A1}, ETD {port} {date}.
B/L {A4}{d9} was surrendered for {vessel}.
{vessel} (IMO {d7}) missed the berth window in {port}.
House bill {A3}{d7} is attached to master bill {A4}{d8}.
Cut-off for {vessel} voyage {d3}{A1} is {date} {time}.
The cargo of {vessel} was rolled to the next sailing.
Call sign {A4}{d1}, flag Panama, draught {p} m.
Manifest line {d3} of {vessel} has no HS code.`,
  'air waybills and flights': `
AWB {d3}-{d8} was booked on LH{d4}.
MAWB {d3} {d8}, 4 pieces, {qty} kg chargeable.
Flight EK{d3} was cancelled; {d3}-{d8} moves tomorrow.
Uplift confirmed for {d3}-{d8}, ULD AKE{d5}LH.
FWB for {d3}-{d8} rejected with error E{d3}.
Temperature log of AWB {d3}-{d8} is complete.
Screening status SPX/KC for {d3}-{d8}.
Pick-up slot {time} for HAWB {A3}{d6}.`,
  'GTIN-14 and SSCC': `
SSCC (00){sscc} was received in dock {d2}.
GTIN {gtin} has no case quantity.
Carton {sscc} contains {qty} {unit} of GTIN {gtin}.
Scan 01{gtin}10{A2}{d4}17{d6} could not be parsed.
Pallet (00) {sscc} was repacked.
DESADV line {d3} refers to SSCC {sscc}.
GTIN {gtin} replaces {gtin} from {date}.
Handling unit {d20} was loaded on trailer {d4}.`,
  'lots and expiry': `
Lot {A2}{d6} expires on {date}.
L{d5}{A1} was quarantined after test {d3}.
Charge {d10} hat ein Verfallsdatum {date}.
Retained sample of lot {d4}-{A2}-{d2} is in cabinet {d2}.
Heat number {A1}{d6} appears on certificate {d7}.
Shelf life of lot {A3}{d4}: {d3} days remaining.
Recall covers lots {d6}-{d6} of the {product}.
SN {A2}-{d4}-{d6} was exchanged under warranty.`,
  'storage bins and warehouse tasks': `
Warehouse task {d12} moves {qty} {unit} from bin {d2}-{d2}-{d2} to {d2}-{d2}-{d2}.
Bin A{d2}-{d3}-{d2} is full.
Wave {d7} released with {d2} outbound deliveries.
Put-away of HU {d10} to high rack {d3}.
Physical inventory document {d9} shows a difference of {qty} {unit}.
Dock door {d2} is reserved from {time} for load {d6}.
Pick list {d8} has {d2} open lines.
Resource FORK{d3} confirmed task {d10}.
Cross-dock decision for stop {d2}: direct.`,
  'freight and transport orders': `
Freight order {d10} was tendered to carrier {d6}.
Shipment {d8} consists of {d1} legs and {d2} stops.
Transport {d10} is planned for {date} at {time}.
CMR {d7} is missing for the tour to {port}.
Freight cost item {d10} differs by {amt} EUR.
Tour {d4} was merged with tour {d4}.
Loading metre: {p}; gross weight {qty} kg; 33 pallets.
Truck licence check for slot {d5} passed.
Route R{d5} has no valid rate from {date}.`,
  'incoterms and delivery terms': `
Terms of delivery are FCA {port}, Incoterms 2020.
Quote CIF {port}, not DAP.
DDP is not offered for the {product}.
EXW plant {d4}, packing included.
CPT {port} applies from {qty} kg upwards.
Change FOB {port} to FAS before {date}.
Partial deliveries allowed, tolerance plus 5 %.
Lieferbedingung DAP {port}, Verpackung inklusive.`,
  'dangerous goods': `
UN {d4}, class 3, packing group II, limited quantity.
UN1263 PAINT, 3, PG III, EmS F-E, S-E.
The {product} is classified as UN 3480, PI 965 Section II.
Tunnel code (D/E), transport category 2, points {d3}.
Hazard note: flash point {d2} C c.c., marine pollutant.
IMDG declaration {d7} was rejected.
SDS version {d1}.{d1} of {date} replaces {d1}.{d1}.
ADR exemption 1.1.3.6 does not apply to load {d6}.`,
  'customs procedures': `
MRN {d2}DE{d12}{A1}{d1} was released.
Declaration {d2}NL{A3}{d10}{A1}{d1} is under control.
Procedure 4000, previous procedure 7100, value {amt} EUR.
T1 document {d2}BE{d14} discharged on {date}.
Bonded stock of the {product}: {qty} {unit}.
Preference code 300, certificate EUR.1 {A1} {d6}.
ATA carnet {d8} expires on {date}.
Customs value {amt} USD, statistical value {amt} EUR.`,
  'quality notifications': `
Notification {d9}: defect code SCRATCH-{d2} on {qty} {unit}.
Inspection lot {d12}, usage decision A, score {d2}.
8D report {d4}-{d3} is due on {date}.
Characteristic {d4}: 12.03 mm, limits 11.95 to 12.05.
Complaint {d8} was linked to delivery item {d6}.
AQL 1.0, level II, sample size {d2}, accept 3, reject 4.
Deviation permit DP-{d2}-{d4} covers batch {d7}.
Gauge {A3}-{d4} is due for calibration.`,
  'production orders and routings': `
Production order {d7} was confirmed with {qty} {unit}.
Operation 0020 at work centre {A3}-{d3} takes {p} h.
Backflush of order {d8} failed for component {d6}.
BOM {d8} alternative {d1} is valid from {date}.
Planned order {d9} converted to {d7}.
Setup time {d2} min, run time {p} min per {unit}.
OEE of line {d2} fell to {p} %.
Scrap of {qty} {unit} posted to order {d7}.
Kanban card {d6} is set to empty.`,
};
