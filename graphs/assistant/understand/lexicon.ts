/**
 * What words mean here: concepts of the trade and of asking, by the words people use for them in English, German, French and
 * Spanish. `*` stands for any ending, `_` for a space. A word may belong to several concepts; the intents decide.
 */
export const concepts = {
  order:
    'order orders ordering so sales_order* purchase_order* po auftrag* aufträge* auftraege* bestellung* kundenauftr* commande* pedido* ordern',
  status:
    'status state standing progress stand bearbeitungsstand statut état etat estado situation situación how_is how_far how’s how_s wie_weit wie_steht was_ist_mit what_about update news neuigkeit* what_happened became what_is_going going_on where_do_we_stand wo_stehen où_en_est cómo_va como_va happening',
  late: 'overdue_for_delivery overdue_order* overdue_deliver* overdue_shipment* late delayed delay delays overrun behind slipping slipped verspätet* verspaetet* verspätung* verzögert* verzoegert* verzögerung* verzug retard* retardad* retras* tarde tardan past_due_date missed_date late-running zu_spät not_on_time hinterher atrasad* en_souffrance behind_schedule',
  open: 'open outstanding unfulfilled unfinished pending_order* offen offene offenen offener in_arbeit ouvert* en_cours abiert* pendiente* not_yet_shipped not_shipped still_to_ship undelivered unshipped running laufend* active aktiv* live backlog unerledigt*',
  largest:
    'worth_the_most most_expensive largest biggest greatest highest top most_valuable größte* groesste* grösste* höchste* wertvollste* teuerste* plus_grand* plus_grosse* plus_gros plus_importan* mayor* más_grande* mas_grande* biggest-ticket high-value ranking rank ranked',
  smallest: 'smallest lowest least cheapest kleinste* niedrigste* plus_petit* menor* más_pequeñ*',
  chart: 'chart graph plot diagram* graphic visualis* visualiz* bar_chart grafik diagramm* balkendiagramm* graphique* gráfic* grafic*',
  table: 'table tabelle* tabular liste spreadsheet overview_table tableau tabla list',
  ship: 'ship ships shipped shipping shipment* dispatch* sent send_out left gone out_the_door versand* versendet verschickt* rausgegangen raus abgeschickt expédi* expedi* envoy* enviad* envío* envio* despach* goods_issue warenausgang',
  deliver:
    'deliver delivers delivered delivery deliveries arrive* arrival eta reach receive liefer* geliefert* zugestellt* ankommen ankunft kommt_an eintreff* livr* livraison* entreg* llega* llegada recib* lieferung* anliefer*',
  track:
    'track tracking tracked trace parcel package courier carrier shipment_number sendungsnummer* sendung* paket* verfolg* trackingnummer suivi suivre colis seguimiento rastre* paquete',
  where: 'where wo wohin où dónde donde',
  when: 'delivery_date arrival_date expected_date ship_date when what_date which_date how_soon how_long by_when what_day wann wann_kommt bis_wann welches_datum quand à_quelle_date cuándo cuando fecha due_date eta expected termin liefertermin* wunschtermin',
  line: 'line lines item items position positions content contents contain contains consists included articles artikel posten positionen inhalt enthält enthalten drin drauf poste* ligne* article* contient contenu línea* linea* artículo* articulo* contiene contenido what_is_in what_in what’s_on details_of_order besteht',
  invoice:
    'invoice invoices invoiced invoicing bill bills billed billing rechnung* fakturier* faktura* fakturen factur* receivable* forderung* créance* cobr* posten_offen op-liste ar',
  overdue:
    'overdue past_due past-due unpaid_late dunning delinquent in_arrears arrears überfällig* ueberfaellig* fällig_seit mahn* rückständ* échu* impayé* en_retard_de_paiement vencid* moros* late_payment* late_paying paying_late late_on_payment* late_with_payment* behind_on_payment* behind_with_payment*',
  pay: 'pay pays paid unpaid payment* settle settled cleared money_in bezahl* zahl* beglichen zahlung* unbezahlt* payé* pay* règl* regl* paiement* pag* abonad* owe owes owing owed schuld* schuldet doit deb* outstanding_balance balance',
  credit: 'credit kredit* bonität* bonitaet* crédit* crédito* solvenc* creditworth*',
  exposure:
    'exposure utilisation utilization utilised utilized used_up obligo ausgeschöpft* ausschöpfung engagement* encours exposición riesgo_vivo line_of_credit',
  limit: 'limit limits ceiling kreditlimit* linie rahmen plafond límite* limite* kreditrahmen* kreditlinie*',
  room: 'left room headroom space left_over remaining available_credit afford capacity luft spielraum puffer marge margen still_order more_order go_over exceed within_limit fits over_the_limit another additional weitere* noch',
  block:
    'blok block blocked blocks hold held on_hold stop stopped freeze frozen sperr* gesperrt* liefersperre* kreditsperre* angehalten blockier* bloqu* retenu* retenid* stuck suspend* halt anhalten stopp* stoppen',
  release:
    'hebe heben release released lift unblock unlock free_up remove_the_block take_off freigeb* freigegeben* freigabe* entsperr* aufheben lever débloqu* debloqu* liber* desbloque* let_it_go let_go resume',
  stock:
    'stock stocks inventory on_hand warehouse shelf in_store bestand* lagerbestand* lager vorrat* vorrätig* auf_lager stocks inventaire inventario existencia* almacén almacen quantity_available units_left',
  promise:
    'promise promised available availability atp deliverable can_we_deliver can_we_ship can_we_supply can_we_promise can_we_get zusagen zugesagt verfügbar* verfuegbar* lieferbar* verfügbarkeit* disponib* promet* prometer possible feasible able_to schaffen können_wir kann_ich pouvons-nous podemos',
  alternative:
    'alternative* alternativ* instead substitute* else otherwise other_option* other_plant ersatz stattdessen sonst remplac* sustitut* otra_opción alternativa*',
  product:
    'product products material materials article articles item_number sku skus part parts goods produkt* materialien ware waren teil teile produit* producto* matériel* catalogue catalog katalog sortiment assortment',
  plant: 'plant plants site werk werke standort* usine* planta*',
  customer: 'customer customers client clients kunde kunden kundin kundenstamm* cliente* client account accounts buyer* abnehmer acheteur*',
  contact:
    'contact contacts contact_person ansprechpartner* kontakt* interlocuteur* contacto* person people buyer einkäufer* whom_do_i_call who_do_i_call who_can_i who_should_i who_is_responsible speak_to talk_to call anrufen',
  address: 'address addresses located location street town city postal adresse* anschrift* sitz dirección* direccion* adress based',
  phone: 'phone telephone number_to_call telefon* téléphone* telefonnummer* teléfono* telefono* ring',
  email: 'email e-mail mail mailadresse* courriel* correo*',
  terms: 'terms payment_terms zahlungsbedingung* zahlungsziel* conditions_de_paiement condiciones_de_pago net_days',
  language: 'language sprache langue idioma',
  case: 'case cases ticket tickets complaint complaints complain issue issues problem* beschwerde* reklamation* fall fälle servicefall* servicefälle* vorgang* réclamation* plainte* caso casos reclamación* reclamacion* queja* incident* support claim claims',
  deal: 'deal deals opportunity opportunities opp opps prospect* chance chancen verkaufschance* geschäft* abschluss abschlüsse opportunité* oportunidad* affaire* negocio* pipeline sales_pipeline quote quotes vertriebschance*',
  pipeline: 'pipeline funnel sales_pipeline forecast* vertriebspipeline prognose* prévision* pronóstico* previsión* trichter outlook',
  stage: 'stage stages phase phasen verkaufsphase* stufe étape* etape* etapa* fase step',
  close:
    'close closes closing close_date closing_date closed abschluss* abschließ* abschliess* abschlussdatum* abschlusstermin* clôtur* clotur* signature cierre* cerrar cierra sign_date schließt schliesst',
  move: 'move moves push postpone shift bring_forward reschedule set change update adjust put slide pull delay_to extend verschieb* verleg* vorzieh* setz* änder* aender* ander* stell* déplac* deplac* report* repouss* chang* modifi* mets mover mueve aplaza* cambi* pon ponga correct',
  risk: 'risk risks at_risk endangered danger threatened jeopard* in_jeopardy gefährdet* gefaehrdet* risiko* gefahr risque* peligro riesgo* lose losing wackel* kippen',
  short:
    'short shortage shortages out_of_stock stockout* run_out running_out lack lacking missing insufficient not_enough knapp* fehl* engpass* mangel nicht_genug ausverkauft rupture* manque* pénurie* faltan falta escas* insuficien* low scarce',
  total:
    'total totals sum overall altogether in_total worth value volume summe gesamt* insgesamt wert somme montant_total suma importe_total valor how_big how_much_is how_much_are volumen',
  howmany: 'how_many number_of count wie_viele wieviele anzahl combien_de combien nombre cuántos cuantos cuántas cuantas número_de',
  howmuch: 'how_much wie_viel wieviel combien cuánto cuanto',
  amount: 'amount price cost costs betrag preis montant prix importe precio',
  thank:
    'thank say_thank* our_thanks send_thanks thank_you_to sag_danke danke_sagen thanks_to thank-you thankyou danke_an bedank* dankeschön* dank remerci* agradec* merci_à dank*',
  note: 'note notes notiz* vermerk* anmerkung* remarque* nota notas write_down jot log record_that comment kommentar* annot* timeline memo vermerken notieren notiere',
  task: 'task tasks todo to-do remind reminder remember follow-up follow_up aufgabe* erinner* wiedervorlage* nachfass* nachfassen tâche* tache* rappel* tarea* record* recuérd*',
  create:
    'create make add open_a open_an raise file leg lege anleg* erstell* eröffn* créer crée créez crea crear abre ouvre ouvrir new_case new_task neue* neuen log_a',
  contactverb: 'tell write inform notify message send schreib* sag benachrichtig* informier* écri* inform* escrib* avis* let_know',
  pending:
    'approved genehmigt approuvé approuvée aprobado worauf_wartet freigaben stehen_aus ausstehend* steht_aus pending waiting awaiting approval approvals approve_list to_approve wartet warten genehmigung* freigabe_offen offene_freigaben en_attente attente aprobación aprobacion* esperando countersign countersigned signed_off vorgeschlagen proposal proposals vorschlag vorschläge* proposition* propuesta*',
  withdraw:
    'withdraw cancel undo revoke take_back take_it_back scrap never_mind nevermind forget_it zurückzieh* zurückzuziehen zieh_zurück zurueckzieh* zurück abbrech* annul* retir* anula* cancela* drop discard call_off storniere verwerf*',
  approve: 'approve genehmige* freigeben_bitte approuve* aprueba* sign_it accept_it',
  reject: 'reject ablehn* refuse* rechaz*',
  help: 'help what_can_you what_do_you can_you_do able_to_do capabilities features options hilfe was_kannst was_können was_geht aide que_sais-tu que_peux-tu ayuda qué_puedes que_puedes how_do_you_work how_does_this_work commands examples beispiele',
  greet:
    'hello hi hey good_morning good_afternoon good_evening hallo guten_morgen guten_tag guten_abend moin servus grüß* bonjour salut bonsoir hola buenos_días buenas_tardes buenas',
  thanks: 'thanks thank_you cheers danke vielen_dank besten_dank merci gracias great perfect super prima',
  bye: 'bye goodbye tschüss auf_wiedersehen au_revoir adiós see_you',
  who: 'who whose whom wer wem wen wessen qui quién quien',
  why: 'why reason cause how_come warum wieso weshalb grund pourquoi raison por_qué por_que motivo razón',
  source:
    'source sources based_on where_did_you where_does_that where_do_these how_do_you_know quelle* woher belegt proof evidence beleg* d’où d_où fuente* de_dónde',
  list: 'tell_me let_me_know send_me give_me show_me sag_mir zeig_mir zeigen_sie nenne_mir can_you_tell dis-moi dime list show give which display any all every zeig* nenn* liste* welche* gib montre* affiche* liste quel* quels muestra* lista* cuál*',
  recent:
    'recent recently latest last newest new letzte* neueste* neue aktuelle* kürzlich dernier* dernière* récent* último* ultim* reciente* newest just_in came_in eingegangen*',
  due: 'due upcoming coming scheduled planned next fällig anstehend* ansteh* geplant* zukünftig* à_venir prévu* próxim* programad* requested wanted gewünscht',
  overview:
    'overview summary summarise summarize brief briefing everything picture tell_me_about know_about look_like doing account_review profile überblick* uebersicht* übersicht* zusammenfass* alles_über alles_zu résumé* aperçu resum* resumen visión how_is_customer geht_es steht_es',
  confirm: 'confirm confirmed confirmation bestätig* zugesagt_am confirm* confirmad*',
  produce: 'production produced manufacturing manufactured produktion produziert fertigung gefertigt produc* fabric*',
  yes: 'yes yep yeah ja jawohl oui sí si_claro ok okay sure',
  no: 'no nope nein non',
  mine: 'my mine me our meine* meiner unser* mes mon nos mis nuestr*',
  won: 'won gewonnen* gagné* ganad*',
  lost: 'lost verloren* perdu* perdid*',
  reject_order: 'rejected cancelled canceled storniert* abgelehnt* annulé* rechazad* cancelad*',
  compare: 'compare versus vs vergleich* compar*',
  leadtime: 'lead_time leadtime wiederbeschaffung* lieferzeit* délai* plazo* replenish*',
} as const;

export type Concept = keyof typeof concepts;

/** Words that carry no meaning of their own here; they are never taken for a slip of another word. */
export const fillers = new Set(
  `a an the of for to in on at by from with and or but is are was were be been being am do does did has have had will would can could should shall may might must i you he she it we they them his her its their your us this that these those there here
   please pls kindly just only also too then than so if not no any some all about into out up off over per as vs me my our what which who whom
   day days week weeks month months quarter year years today tomorrow tag tage tagen woche wochen monat monate monats quartal jahr heute ende
   wie hoch viel sind was wo wann wer
   der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren sein bin hat haben hatte wird werden würde kann können könnte soll sollte muss darf ich du er sie es wir ihr ihnen ihm uns mir mich bitte mal noch auch nur schon denn dann als wenn nicht kein keine mit von zu zum zur bei für auf an aus um über unter nach vor seit bis im am ins diese dieser dieses jene man gibt doch eben gerade
   le la les l un une des du de d et ou mais est sont était être a ont avait sera peut pouvez puis je tu il elle nous vous ils elles ce cet cette ces mon ma son sa leur s’il te plaît svp pour par sur dans avec sans au aux en y ne pas plus qui que quoi dont
   el los las un una unos unas del al y o pero es son era ser está están ha han tiene puede puedes yo tú él ella nosotros ellos este esta estos estas ese esa su sus por favor para con sin en a que qué lo se no más`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
