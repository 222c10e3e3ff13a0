import { commonWords } from '../common-words.ts';

/**
 * Words of everyday notes that a short name, a first name or a misspelt one could be taken for, in the six languages.
 * Lower case, without diacritics. Words that are names as well are in the list of common words.
 */
const everydayWords: ReadonlySet<string> = new Set(
  `
the and for are but not you all any can had her his him was one our out day get has how its let may new now off old own per put run say see set she too two use via way who why yes yet
ago also any ask bad bag big bit box boy buy car cut due end far few fit fix fly fun got guy hey hit hot hub ice ill job key kid kit law lay led leg lie lot low mad man men mix net nor nut odd oil pay pen pet pin
raw red row sad sat sea sex sir six son sum sun tax ten tie tip top toy try van war wet win won art ate ban bar bay bed bet bid bow bus cap cat cup dad dog dot dry ear eat egg era eye fan fee fog gas gap gun ham hat
about above after again along among another apart around asked away back been before being below better between both bring call called came case come could days dear does done down each early else email even ever every
fill find five form four free from full gave give given goes going gone good have hear held help here hers hold into issue just keep kept kind know last late lead left less like line list live long look lost made mail make
many mean meet more most move much must name near need never next nine none noted nothing off often once only onto open other ours over paid part past phone please quite rather reach read real really reply right said same
save seen sell send sent seven several shall should side since some soon sort start state still such take taken talk tell than that their them then there these they thing think third this those three thus today told took
toward tried turn twice type under until upon used usual very wait want warm week went were what when where which while whole whom whose will wish with within without word work would wrote year your yours
meter meters merger copper water barter mailer sender seller teller killer miner finder binder folder border order older holder louder better letter latter matter butter bitter litter batter center enter later after
cater water paper taper ropes notes zones tones bones stones phones holes rules sales tales males files piles tiles times limes tires wires fires hires lives gives gifts lifts shifts parts carts darts charts starts smart
start stark spark shark sharp share spare stare store score shore stone phone prone drone crown brown drown grown frown train brain grain drain plain chain stain strain tried dried cried fried stays plays trays prays
white while whale shale scale stale stable table cable fable maple apple ample sample simple single singer finger linger longer hunger danger manger ranger changed charged larger merged martini marine martin mortar
halt hall halls balls calls walls falls tolls rolls polls pulls bulls hulls hills mills bills fills pills wills tills wells sells cells bells tells bolts belts melts salts halts vault fault default result results
der die das den dem des ein eine einen einem einer und oder aber auch als am an auf aus bei bis da dann dass denn doch dort du durch er es fur ganz gar gegen hat hatte hier ich ihm ihn ihr ihre im immer in ist ja jede
jeder jetzt kann kein keine konnen lang man mehr mein mich mir mit nach nicht nichts noch nun nur ob ohne sehr sein seine seit sich sie sind so soll sollen uber um uns unter viel vom von vor wann war waren was weg weil
wenn wer werden wie wieder will wir wird wo wurde zu zum zur zwei drei vier funf sechs sieben acht neun zehn heute gestern bitte danke mai ost tag rad hut tor tee uhr ort amt art bar eis not rat rot tat tun tut weg zug
meter liter keller teller heller dauer mauer trauer bergen werden fischen halten walten falten kosten posten hosten osten westen kasten lasten tasten rasten listen laufen kaufen saufen haufen schaden schatten braten raten
ware waren lagern lagen wagen sagen tragen fragen lager karte karten garten warten arten seite seiten zeiten weiten beiten leiten reiten liefern lieferte bestellt bestellen stellen rechnen zahlen wahlen mahlen fehlen fehler
les des une aux par sur est pas son sa ses mon ma mes ton ta tes leur ils elle elles nous vous que qui quoi dont ou mais donc car ni ne si en un le la de du et au ce cet cette ces il y lui se plus moins tres bien fait
faire etre avoir sont ont fut ete tout tous toute toutes autre autres meme encore deja apres avant chez sous vers entre comme quand alors ainsi peu trop assez rien jamais toujours ici merci lundi mardi jeudi vendredi samedi
dimanche janvier fevrier mars avril juin juillet aout mer fin feu jus lit mur nez nom nul sac sec sel sol tas toi ton
los las del con por una uno unos unas que como mas pero sus les ese esa eso este esta esto ser ha han fue hay muy sin son sobre entre cuando donde hasta desde todo todos toda todas otro otra otros mismo cada ya aqui ahora
hoy ayer manana lunes martes miercoles jueves viernes sabado domingo enero febrero abril mayo junio julio agosto gran dos tres seis ano mes dia sol mar luz voz fin pan rey ley
gli dei del dal dai nel nei sul sui col con per tra fra che chi cui non piu una uno sono era ha hanno ho hai suo sua suoi loro questo questa quello quella come quando dove dopo prima anche ancora gia sempre mai molto poco
tutto tutti ogni altro altra oggi ieri domani lunedi marzo aprile maggio giugno luglio via ore ora due tre sei qui qua sud est noi voi lui lei
het een van voor met aan bij dan dat die dit door hem hen hun ik in is je jij kan maar me men mij mijn na naar nee niet niets nog nu of om onder ons ook op over te tegen ten ter toe tot uit veel was wat we wel werd wie wij
wil worden zal zei zelf zich zij zijn zo zonder zou alle alles als ander andere geen haar heeft hier hoe iets jaar kon kunnen meer moet moeten toen tussen waar waren week weer wordt zeer een twee drie vier vijf zes acht tien
ben bent heb dag uur bus dus los les dik dun jas kas mes pas pot rok tak vak vis wet weg zak zee zon
info sales office admin support contact hello team billing accounts orders service noreply
bakker bakkers bianco bianca bianchi able unable stock quote agreed update access status agenda hotel gruppe group gesellschaft verlag pumpen technik bau
jan feb mar apr jun jul aug sep oct nov dec okt dez
`
    .trim()
    .split(/\s+/),
);

/**
 * Whether a recorded name is an ordinary word too. From four letters this is what the leak check says: what it would
 * stop must be found here first.
 */
export function isOrdinaryName(word: string): boolean {
  return commonWords.has(word) || (word.length < 4 && everydayWords.has(word));
}

/** A word that says nothing about anyone by itself. */
export function isOrdinary(word: string): boolean {
  return everydayWords.has(word) || commonWords.has(word);
}

/** Little words inside names. */
export const particles: ReadonlySet<string> = new Set(
  'van von vom zu zum zur der den dem de del della delle dello degli dei di da dal dalla das do dos du des la le les lo los las ten ter te tot y e i und and et bin ibn ben al el af av zum san st'.split(
    ' ',
  ),
);

/** After one of these a word is a name, ordinary or not. */
export const titles: ReadonlySet<string> = new Set(
  'mr mrs ms miss mister sir madam dr prof herr herrn hr frau fr fraulein mme mlle monsieur madame mademoiselle me senor senora sr sra srta don dona sig signor signora signore sig.ra dott dottor dottoressa ing dhr heer mevrouw mw meneer'.split(
    ' ',
  ),
);

/** Local parts of mail addresses that belong to a desk, not to a person. */
export const deskNames: ReadonlySet<string> = new Set(
  'info sales office admin support contact hello team mail service billing accounts accounting orders order noreply no-reply donotreply invoice invoices purchasing procurement logistics help helpdesk marketing hr jobs kontakt vertrieb einkauf buchhaltung verkauf bestellung rechnung compras ventas contacto administracion acquisti vendite amministrazione ordini contabilita achats ventes comptabilite commandes contactez verkoop inkoop boekhouding bestellingen'.split(
    ' ',
  ),
);

/** Two capitals with dots that are an abbreviation before they are anybody's initials. */
export const abbreviations: ReadonlySet<string> = new Set('us uk eu un sa nv bv sl ps po pm am cc nb zb'.split(' '));
