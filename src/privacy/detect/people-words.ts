import { CALENDAR, FUNCTION_WORD, DE, EN, ES, FR, IT, NL, ORIGIN, PARTICLE, PERSON_CUE, STRONG_GIVEN, TITLE } from './flags.ts';
import { listed } from './word-list.ts';

/** Words around persons, in the six languages. */
export const peopleWords = [
  listed(
    TITLE,
    `mr mrs ms miss mister mw drs familie famille familia famiglia dona dna frl dr prof professor mx herr herrn frau fraulein hr fr dipl monsieur madame mademoiselle mme mlle maitre
     senor senora senorita sr sra srta signor signora signorina sig sigra dott dottssa ing avv mevrouw meneer dhr mevr heer rev reverend`,
  ),
  listed(
    PARTICLE,
    'van von de da di del della dei dos das der den du la le el al bin ibn ben ter ten zu zum zur af av y e mac mc st san delle dello degli lo li do des d l',
  ),
  listed(
    PERSON_CUE,
    `by with per w lt salut oye ehi moin hoi coucou bonsoir buongiorno contact attn attention dear hi hello hey уважаемый уважаемая уважаемые дорогой дорогая привет здравствуйте шановний шановна κύριε κυρία αγαπητέ αγαπητή السيد السيدة عزيزي signed regards sincerely cheers thanks spoke met told asked called said says asks wrote writes
     emailed mailed reached name named maiden manager owner buyer colleague assistant driver guest patient customer client employee user beneficiary guardian
     spouse husband wife son daughter brother sister mother father partner kid uncle aunt friend
     laut selon segun secondo volgens von mit durch ansprechpartner ansprechpartnerin kontakt kunde kundin liebe lieber hallo sehr geehrte geehrter grusse gruss name mitarbeiter mitarbeiterin
     par avec chez bonjour cher chere cordialement nom contacter interlocuteur interlocutrice client cliente
     por con estimado estimada hola saludos nombre contacto cliente gestor
     da con gentile ciao saluti nome contatto cliente referente egregio
     door met beste hallo geachte groeten naam contactpersoon klant collega`,
  ),
  listed(
    CALENDAR,
    `january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
     monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
     januar februar marz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
     janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche
     enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miercoles jueves viernes sabado domingo
     gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedi martedi mercoledi giovedi venerdi sabato domenica
     januari februari maart mei augustus maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
     today tomorrow yesterday heute morgen gestern vandaag gisteren aujourd demain hoy manana ayer oggi domani ieri
     christmas easter halloween thanksgiving ramadan labor`,
  ),
  listed(
    ORIGIN,
    `american british english scottish welsh irish french german spanish italian dutch belgian swiss austrian polish czech slovak slovenian hungarian
     romanian bulgarian greek turkish russian ukrainian belarusian lithuanian latvian estonian finnish swedish norwegian danish icelandic portuguese
     brazilian mexican argentinian argentine chilean colombian peruvian venezuelan cuban canadian australian chinese japanese korean vietnamese thai
     indonesian malaysian filipino indian pakistani bangladeshi sri lankan nepali iranian iraqi israeli saudi egyptian moroccan tunisian algerian
     libyan nigerian ghanaian kenyan ethiopian african european asian arab jewish muslim christian hispanic latino caucasian cambodian croatian serbian
     bosnian albanian macedonian cypriot maltese afghan syrian lebanese jordanian kuwaiti qatari emirati taiwanese singaporean mongolian kazakh uzbek
     georgian armenian azerbaijani luxembourgish greenlandic jamaican haitian dominican puertorican ecuadorian bolivian uruguayan paraguayan
     zimbabwean ugandan tanzanian rwandan senegalese somali sudanese zambian namibian angolan ivorian catholic buddhist hindu`,
  ),
  listed(
    STRONG_GIVEN,
    `john mark frank jack mary paul peter james robert michael william david richard thomas charles joseph daniel matthew anthony andrew joshua
     kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin
     samuel gregory alexander patrick jerry dennis tyler aaron jose adam nathan henry douglas zachary kyle noah ethan jeremy walter christian keith
     roger terry sean gerald carl harold dylan arthur lawrence jordan jesse bryan lawrence joe billy bruce gabriel logan alan juan albert willie elijah
     wayne randy vincent mason roy ralph bobby russell bradley philip eugene anna maria emma olivia linda barbara susan jessica sarah karen lisa nancy
     betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela
     shirley brenda pamela nicole katherine samantha christine emma helen debra rachel carolyn janet catherine heather diane julie joyce victoria
     kelly christina joan evelyn lauren judith martha cheryl megan andrea ann alice jean doris jacqueline kathryn hannah julia sara teresa sophia
     martin thomas stefan klaus hans jurgen wolfgang uwe petra sabine monika ursula pierre jacques luc marie claire sophie antonio carlos luis
     miguel pedro giovanni giuseppe marco luca francesca giulia jan piet kees willem johan sanne tom tim ben sam max leo tony mike nick steve jim
     dave bob chris matt alex rob ron don ken jeff greg doug phil ted fred`,
  ),
  listed(
    FUNCTION_WORD | EN,
    'the and of is was are were this that with you your please have has our we they from will not but it can would at an had been he she his her who',
  ),
  listed(
    FUNCTION_WORD | DE,
    'der die das und ist nicht ein eine einen mit fur auf wir sie ich bitte wurde werden dem den des im vom zum zur auch noch bei ihre ihr am bis',
  ),
  listed(
    FUNCTION_WORD | FR,
    'le les des est une un la de en et du pour nous vous dans sur avec pas par au aux ce cette votre notre merci bonjour il elle ne sont',
  ),
  listed(
    FUNCTION_WORD | ES,
    'el los las la un una de en es y por para con del que su se no esta pedido gracias hola al lo como nuestro usted fue ha',
  ),
  listed(
    FUNCTION_WORD | IT,
    'il lo la gli un una e per con del della che non sono di ordine grazie nel alla e stato dal si ha come nostro',
  ),
  listed(
    FUNCTION_WORD | NL,
    'het een en van is niet voor met op de wij zijn naar uw ons bij aan deze wordt werd graag ook om te heeft dat',
  ),
  listed(
    0,
    'born birth birthday birthdate dob geboren geburtstag geburtsdatum naissance nacido nacida nacimiento nato nata nascita geboortedatum geboren',
    'birth',
  ),
  listed(0, 'aged age alter edad eta leeftijd', 'age'),
  listed(
    0,
    'phone telephone tel mobile cell cellphone fax call calling telefon telefonnummer handy handynummer mobil mobilnummer rufnummer durchwahl portable telephone appeler telefono movil celular llamar cellulare telefoonnummer mobiel bellen whatsapp sms desk hotline dial ext answering ph fon phonenumber',
    'phone',
  ),
  listed(0, 'email mail emails mailadresse courriel correo posta', 'email'),
  listed(
    0,
    'name nom nombre nome naam vorname nachname surname firstname lastname fullname prenom apellido cognome achternaam voornaam',
    'name',
  ),
  listed(0, 'user username login userid benutzer benutzername utilisateur usuario utente gebruiker gebruikersnaam', 'user'),
];
