import { ADDRESS_START, DWELLING, PLACE_CUE, STATE, STREET, STREET_FIRST, STREET_WEAK } from './flags.ts';
import { listed } from './word-list.ts';

/** Words of addresses. */
export const streetWords = [
  listed(
    ADDRESS_START,
    'bp cs casella postfach postbus postbox pobox po p c unit psc cmr usns uss usnv usni apt apartment suite flat house building hausnummer corner',
  ),
  listed(
    STREET,
    `street st road rd avenue ave boulevard blvd lane ln drive dr court ct way terrace terrasse ter place square sq crescent cres close parkway pkwy
     highway hwy circle cir trail trl alley esplanade quay mews gardens grove plaza drives roads streets lanes avenues
     strasse str weg gasse platz allee ring ufer damm chaussee steig pfad stieg gata gatan vagen vag vej gade straat laan
     plein kade dijk gracht singel katu kuja polku tie utca utja ut ter korut sor rakpart koz krt ulica ulice namesti trg cesta veien vei causeway turnpike
     orszagut lakotelep setany fout korter tee puiestee mnt tanav iela caddesi sokak sokagi cad prospekt ulitsa shosse straeti vegur braut plads plass torv backe backen grand stig stigen park
     manor meadow meadows coves cove crossing fort parks ridge squares walks knolls villages`,
  ),
  listed(
    STREET_WEAK,
    `bayou beach bend bluff bluffs bottom branch bridge brook brooks burg burgs bypass camp canyon cape center centers centre cliff cliffs club common commons corner corners
     creek crest curve dale dam divide estate estates expressway extension extensions falls ferry field fields flat flats ford fords forest forge forges fork forks forts freeway
     garden gateway glen glens green greens groves harbor harbors haven hill hills hollow inlet island islands isle junction junctions key keys knoll lake lakes land landing
     light lights loaf lock locks lodge loop mall manors mill mills mission motorway mount mountain mountains neck orchard oval overpass pass passage path pike pine pines plain
     plains point points port ports prairie radial ramp ranch rapid rapids rest ridges river roads route row run shoal shoals shore shores skyway spring springs spur spurs station
     stravenue stream streams summit throughway trace track trafficway tunnel underpass union unions valley valleys via viaduct view views village ville vista walk wall ways well wells
     lea copse parade glade close mead rise heights gate wharf crossroad crossroads liget koz dulo`,
  ),
  listed(
    STREET_FIRST,
    `rue avenue av boulevard bd chemin impasse allee quai via viale piazza piazzale corso vicolo largo calle avenida avda plaza paseo camino carretera
     carrera rua travessa ulica ul al aleja os plac strada calea bulevardul sok cad cd jalan jl rruga
     passage place voie cours galerie square sentier montee rond quartier faubourg boulevard muelle parque chalet masia barrio cuesta ronda glorieta prolongacion eje retorno
     calzada privada callejon urbanizacion poligono avinguda contrada borgo incrocio rotonda strada lungomare salita alameda largo rodovia estrada praca beco quinta
     senda rincon colonia rambla bajada barriada plazuela costanilla ctra travesia pasaje
     laan aleea intrarea splaiul piata soseaua fundatura wyb bulw pl rondo rynek szosa ogrod wyspa skwer osiedle nabrezi trida namesti`,
  ),
  listed(
    DWELLING,
    `apt apartment suite ste unit flat floor fl room rm building bldg box lot apto piso etage wohnung whg appt interno scala bus trlr zimmer piano appartamento apartamento
     bloc bl esc escalera sc ap et oppgang lok kv bte boite stiege top halle nave int bat batiment`,
  ),
  listed(
    STATE,
    `alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana
     maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah
     vermont virginia washington apo fpo dpo wisconsin wyoming ontario quebec manitoba saskatchewan alberta nunavut yukon queensland tasmania victoria
     bavaria bayern hessen sachsen saxony catalonia andalusia tuscany lombardy normandy brittany bretagne burgundy provence flanders wallonia`,
  ),
  listed(
    PLACE_CUE,
    `in from to at on off around along behind opposite near lives live living located based moved visit visited visiting travel travelling traveling originally born town city village
     aus nach bei wohnt wohnhaft ort stadt a de depuis ville habite en desde ciudad vive in da citta abita uit naar stad woont`,
  ),
  listed(
    0,
    'address adresse anschrift addresses direccion domicilio indirizzo adres wohnhaft domicile lives live residing resides resident residence deliver located',
    'address',
  ),
  listed(0, 'zip zipcode postcode postal plz postleitzahl cap', 'zip'),
];
