/**
 * Words that are names too (Will, Rose, König) or stand in many firms' names, and say nothing about anyone by themselves.
 * The leak check ignores them alone; the whole name is still found. Lower case, without diacritics.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `
able about account adam after agency align also amber angel april archer article asset auto autumn avis baker bank banks barber base bass beach bell best bill bird bishop black blue bond
book booth brand brook brooks brown bush business butler camp capital card care carpenter carrier carter case cash center central centre chance charge charity chase chemical christian church clay
clear close code cole colour commercial company control cook cooper corner corporation cost credit cross customer daily dale data date dawn days dean delivery design dick direct drake east
easter electric energy engineering enterprise equipment europe european expert export express factory fair faith farm farmer field fields finance first fisher food ford forest foster fowler fox france
free freight frank friday from front future garage gates general german germany glass global gold good goods grace grant graph gray great green grey ground group grove hall hand hardy harmony
head health heart heath herb high hill hills holly home hope house hunt hunter import industrial industries industry insurance international invoice iris iron item items ivory jack jade jasmine jewel
joint joy july june just justice keen king kings knight label labs lake lamb lance land lane large later laurel lawn leader lily line lines list little local lodge logistics long lord
love machine main major manager manufacturing march mark market marketing marsh marshall mason master materials matt maximum media medical merit metal metals miles mill miller mills minor model
modern moon moore more morning moss mount national natural network noble norm north northern note notes number ocean office olive open opera order orders organisation organization page paint
palm paper park parker part parts pass patience payment peace pearl penny perry pete piece pierce pike place plant plastic plastics point polo pond pool poole poor pope porter potter power precision
premium price prince process product production products project prop public pump pumps purchase quality quick rain ready reason reed regular request retail rich ring rise river robin rock rose round ruby
rush sage sale sales sand sandy saturday school sea security self senior service services ship shipment shop short silver site skip small smart snow software solution solutions south southern
spring standard star station status steel sterling stock stone store storm street strong studio summer sunday sunny super supply support swift system systems tank taylor team tech technical technology
temple test thank then thorn through time tools total town trade trading transport tree trust turner union unit united urban valley valve van very victor view violet wade wagner walker wall
ward warehouse water watt wave weaver well wells west western wheel white wild will win winter wise with wolf wood woods work works world worth year york young
accepted active actual approved archived available blocked cancelled changed checked closed complete completed confirmed created customer deleted delayed delivered draft error failed finished high inactive invoiced
medium missing normal partial partially picked planned pending priority processed processing production progress received rejected released requested reserved returned scheduled shipped started stopped unknown updated urgent waiting
abend anlage anlagen artikel auftrag bach bauer baum becker berg bestellung betrieb blum boot braun brunnen buch burg deutsche dienst elektro ernst fabrik feld fertigung firma fischer fleischer frei freitag
freund fuchs geld gelb gross gut hahn handel haus heilig heim herbst herr herz hirsch hoch hoff hofmann holz huber jager jahr jung kaiser kaufmann kirche klein koch kohl konig kraft kran krank kraus
kunde kunst kurz lager lang lange lehmann lieferung linde logistik lowe luft mann markt maschinen maurer meier meister menge metall mitte montag morgen muller nacht nagel neben neu neumann nord ober
papier pfeifer platz preis rechnung reich richter ritter roth sachs sander schafer schein schick schiff schmied schmidt schneider schon schreiber schreiner schubert schule schulz schuster schwarz
sommer sonne sonntag stadt stahl stein stern stolz strasse stuck sued teil thema vogel vogt wald walter wasser weber weiss welt werk werke werner west wetter winkel wirt wolf zahl zeit zimmer zimmermann
alimentation anne atelier avec banque beau blanc blanche boucher bois bon boulanger chevalier client clair clement colis commande comptoir conseil dans deux entreprise etablissements facture fleur fontaine
france garnier general grand gros groupe industrie jardin jour legrand leger livraison maison marchand marche marin meunier mois moulin noel noir notre nouveau paix petit pierre place pont pour premier
produit produits prix quantite rouge rousseau roux roy rue saint sans service societe soleil solide sud temps usine vert vieux ville vin vincent
aceite agua alba alegre amor angel azul banco barrio blanco bravo bueno calle campo casa castillo centro cliente comercial compania consuelo cruz delgado dolores entrega esperanza fabrica factura fuentes fuerte gallo
grande guerra hermano hierro iglesia industrias leon luna luz maria mercado mesa montana montes moreno negro norte nueva nuevo orden oro para parra paz pedido piedra pilar plaza precio prieto producto puerta
reina reyes rico rio rios rojo rosa rubio santa santo santos serrano servicio sierra soler soto sur tierra torre torres valle vega verde vidal vista
`
    .trim()
    .split(/\s+/),
);

/** Endings of firms' names that many share. */
export const legalForms: ReadonlySet<string> = new Set(
  'ab ag aps as asa bv bvba co corp corporation cv eg eireli ev gbr ges gmbh inc incorporated kg kgaa kk limitada limited llc llp ltd ltda mbh nv ohg oy oyj plc pte pty sa sae sarl sas sca se sl slu snc spa spzoo srl srls ug und and et y'.split(
    ' ',
  ),
);
