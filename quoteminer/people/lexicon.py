"""The words that the people room knows. Plain English lists: a reader can check them, and nothing here is learned.
All are lower case and without full stops."""

from __future__ import annotations

from typing import Literal

Gender = Literal["m", "f"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HONORIFICS: dict[str, Gender | None] = {
    "mr": "m", "mister": "m", "mrs": "f", "ms": "f", "miss": "f", "mme": "f", "madam": "f", "mx": None,
    "daw": "f", "sir": "m", "lord": "m", "lady": "f", "dame": "f", "baroness": "f", "baron": "m", "viscount": "m",
    "dr": None, "prof": None, "professor": None, "doctor": None,
}  # fmt: skip

# With these the given name follows ("Sir Alan", "Dame Judi"), with "Mr" the family name does.
GIVEN_NAME_HONORIFICS = _words("sir dame lady prince princess king queen saint pope sister brother father")

SUFFIXES = _words("jr sr ii iii iv mp mep msp qc kc phd md mbe obe cbe esq")
GENERATIONS = _words("jr sr ii iii iv")
PARTICLES = _words("""
    van von der den de del della di da dos das du la le el al ul ibn bin binti bint ben abu ter ten af av zu y st
""")

# Words that open a sentence or a headline and get caught in the name behind them.
LEADING_WORDS = _words("""
    a an as when while but and if will is are was does did do has have had can could would should may with after
    before since because although though in on at by from for to of that this these those then now so yet or nor not
    no why how what who where here there her his its their our my your he she it they we you i enter meet watch read
    see via per both either even like unlike until unless according remarked said says asked added wrote told
    meanwhile however
""")

# Words that stand in front of a name and are no part of it. Lower case, without full stops.
TITLES = _words("""
    president presidents vice prime minister chancellor secretary undersecretary senator sen sens representative rep
    reps congressman congresswoman congressmen lawmaker governor gov govs lieutenant lt mayor councillor councilman
    councilwoman councilor alderman assemblyman assemblywoman delegate judge justice justices chief general gen
    colonel col captain capt sergeant sgt staff major maj brigadier admiral adm commander commodore corporal cpl
    private marshal officer detective det inspector superintendent supt commissioner constable sheriff trooper rev
    reverend pastor fr bishop archbishop cardinal pope rabbi imam sheikh sheik ayatollah mullah patriarch king queen
    prince princess duke duchess ambassador amb del envoy consul director chairman chairwoman chairperson chair ceo
    cfo coo cto president-elect attorney solicitor barrister prosecutor lawyer counsel speaker leader majority
    minority whip coach manager boss skipper striker midfielder defender goalkeeper winger editor reporter
    correspondent columnist author writer novelist poet actor actress singer rapper musician producer
    filmmaker comedian artist presenter host anchor moderator broadcaster journalist blogger analyst economist
    strategist historian scientist researcher academic activist spokesman spokeswoman spokesperson candidate nominee
    hopeful contender rival mp mps mep msp treasurer premier taoiseach founder co-founder cofounder owner
    entrepreneur businessman businesswoman billionaire tycoon executive exec principal teacher student doctor nurse
    former ex then current acting deputy assistant associate senior junior interim incoming outgoing retired late
    special national foreign home defence defense finance state house senate first lady united states us uk eu un
    american british french german russian chinese australian canadian federal district county city republican
    democrat democratic gop conservative labour tory liberal lib dem independent presumptive presidential
    vice-presidential congressional parliamentary shadow fellow colleague friend brother sister father mother son
    daughter husband wife uncle aunt cousin grandfather grandmother both legislator legislators voter adviser
    advisor ecologist senators representatives ministers democrats republicans assemblyperson counselor
    firefighter guitarist drummer songwriter chef surgeon professor dean lecturer resident farmer commentator pundit
    critic pollster lobbyist whistleblower supremo veteran negotiator spokespeople magistrate coroner registrar nun
    warden ranger librarian curator archivist midwife paramedic pharmacist dentist surveyor engineer architect builder
    plumber electrician carpenter baker butcher fisherman fisherwoman pilot sailor soldier deacon vicar priest
    monk abbot abbess referee umpire goalscorer cyclist swimmer sprinter golfer boxer jockey conductor composer
    violinist pianist choreographer dancer sculptor illustrator photographer cartoonist translator publisher
    landlord landlady shopkeeper hotelier restaurateur grocer beekeeper gardener trader broker banker accountant
    auditor ombudsman ombudswoman clerk notary bailiff juror hostage refugee campaigner organiser organizer
""")
# "some Conservatives", "another Muslim": a capital, but nobody's name.
QUANTIFIERS = _words("some most many several few other another any no all two three four five six dozens hundreds")
# Short forms of titles, and what they stand for.
LONG_TITLES = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "col": "colonel",
    "capt": "captain", "sgt": "sergeant", "lt": "lieutenant", "maj": "major", "adm": "admiral", "rev": "reverend",
    "det": "detective", "supt": "superintendent", "cllr": "councillor", "congressman": "representative",
    "congresswoman": "representative", "premier": "minister",
}  # fmt: skip
# Of these, the ones that only go with another title or a full name: "German Alvarez" is a name.
TITLE_MODIFIERS = _words("""
    former ex then current acting deputy assistant associate senior junior interim incoming outgoing retired late
    special national foreign home defence defense finance state house senate first united states us uk eu un
    american british french german russian chinese australian canadian federal district county city republican
    democrat democratic gop conservative labour tory liberal lib dem independent presumptive presidential
    congressional parliamentary shadow fellow general major chief dean private chair lady
""")

MALE_NOUNS = _words("""
    man boy gentleman guy father dad son brother husband uncle nephew grandfather king prince duke lord priest
    bishop archbishop cardinal pope monk businessman spokesman chairman congressman councilman assemblyman policeman
    fireman salesman sportsman frenchman englishman scotsman irishman dutchman welshman actor widower stepfather
    son-in-law father-in-law imam ayatollah
""")
FEMALE_NOUNS = _words("""
    woman girl lady mother mum mom daughter sister wife aunt niece grandmother queen princess duchess baroness nun
    businesswoman spokeswoman chairwoman congresswoman councilwoman assemblywoman policewoman actress widow
    frenchwoman englishwoman heroine stepmother first-lady
""")

# Heads of noun phrases. The endings -er, -or, -ist, -ian, -man, -woman … count as persons as well, these lists first.
PERSON_NOUNS = _words("""
    president chancellor secretary senator representative governor mayor judge justice chief general colonel captain
    sergeant admiral commander detective rev pastor imam ambassador envoy director chair ceo coach boss author actor
    head expert official aide ally friend critic source victim witness suspect attendant parent child baby teen
    teenager youth adult kid patient student graduate candidate nominee hopeful contender rival opponent champion
    star celebrity veteran lawyer attorney counsel solicitor prosecutor athlete scot briton american german
    spokesman spokesperson spokeswoman member mp peer lord lady heir guest host guru tycoon magnate billionaire
    millionaire mogul chairperson professor academic scientist physicist surgeon neurosurgeon surrogate delegate
    voter resident citizen refugee migrant immigrant native neighbour neighbor colleague partner spouse relative
    twin cousin person people individual somebody someone anyone everyone nobody others correspondent assistant
    consultant accountant applicant defendant plaintiff claimant militant protestant participant informant deputy
    acolyte favourite favorite incumbent legend recruit thief culprit pilot chef nurse cop guard guy fan chaplain
    adviser premier diplomat bureaucrat democrat advocate associate cleric medic mechanic comic
    heavyweight front-runner frontrunner runner-up running-mate half-back fly-half number insider outsider monarch
    royal pundit forward fullback full-back prop hooker flanker winger back goalkeeper midfielder rapper singer
    gymnast analyst economist whistleblower troubleshooter hero newcomer impostor lookalike look-alike doppelganger
""")
ORG_NOUNS = _words("""
    company firm group corporation conglomerate giant bank insurer lender retailer supermarket airline carrier
    carmaker automaker drugmaker chipmaker brewer manufacturer maker operator provider supplier broadcaster network
    channel station newspaper paper tabloid magazine weekly daily journal publisher publication outlet website site
    portal blog agency ministry department bureau office commission committee council board panel court tribunal
    government administration regime parliament congress senate house cabinet party coalition opposition union
    federation association league club team squad side university college school academy institute institution
    centre center foundation charity trust fund church mosque police force army navy military service authority
    regulator watchdog body organisation organization alliance movement campaign camp consortium partnership venture
    business label studio exchange bourse consultancy think-tank tank thinktank pac unit division subsidiary
    developer startup start-up chain brand hospital museum observatory laboratory lab embassy mission delegation
    country nation state kingdom republic town city county militia rebels faction brokerage utility seller
    distributor processor refiner miner producer housebuilder exporter importer recruiter non-profit nonprofit
    bookmaker industry sector media press forum society pollster archive brotherhood archdiocese
    diocese secretariat directorate inspectorate constabulary jury
""")
DOCUMENT_NOUNS = _words("""
    report study survey poll statement letter email e-mail ad advert advertisement lawsuit suit complaint article
    editorial op-ed document figure figures data research review analysis finding findings test tests memo
    memorandum tweet post filing ruling book video footage clip audit dossier paper white-paper release announcement
    speech remarks comments words interview story piece column transcript record records indictment
    affidavit bulletin briefing advisory guidelines guidance warning warnings resolution petition text message note
    communique communiqué estimate estimates forecast forecasts projection projections statistics results census
    index tally average investigation inquiry memoir memoirs manifesto constitution law act bill treaty judgment
    judgement opinion summary update account request presentation newsletter brochure website page blog excerpt
    passage plan proposal news headline headlines messages emails e-mails letters reports polls studies
    surveys documents files papers posts tweets claim claims ads cable spot playbook
""")
# A document of these kinds is only the mouth of whoever issued it; the others (polls, studies) are sources themselves.
MOUTHPIECE_NOUNS = _words("""
    statement letter email e-mail tweet tweets post posts release announcement speech remarks comments words memo
    website page blog message messages letters filing lawsuit suit complaint summary advisory update bulletin
    request note account memoir memoirs communique communiqué argument ad advert warning
""")
# Of these, the ones that are the last speaker's where nobody else's is said.
STATEMENT_NOUNS = _words("""
    statement letter email e-mail tweet release announcement message filing complaint suit summary
""")
# Somebody by way of somebody else: whoever follows "of" and "to" is another person.
RELATIONS = _words("""
    friend brother sister father mother son daughter husband wife uncle aunt cousin grandfather grandmother
    colleague fellow assistant associate lawyer attorney solicitor barrister counsel rival teacher nurse doctor
    student supporter
""")
# Persons who are quoted because they need no name: nobody looks for one.
NAMELESS_NOUNS = _words("""
    spokesman spokeswoman spokesperson source official aide insider witness someone somebody anyone everyone nobody
    person individual user commenter reader resident voter back one
""")
# Polls carry the name of whoever made them ("a Norvik News poll"); they are sources of their own.
POLL_NOUNS = _words("poll polls survey surveys tally average index census")
# One document under several words: "a survey … the poll".
SAME_DOCUMENT = {
    word: group
    for group, words in {
        "poll": "poll survey test result",
        "study": "study report research finding analysis review paper work investigation",
        "statement": "statement release announcement", "letter": "letter email e-mail message memo note request",
        "ad": "ad spot advert commercial video clip footage", "suit": "lawsuit suit complaint filing",
        "article": "article piece editorial story column op-ed", "warning": "warning advisory update bulletin",
        "figures": "figures figure statistics data record records",
    }.items()
    for word in words.split()
}  # fmt: skip
# Bodies that any organisation may be called; other nouns ("the court") need one that is known to be such.
GENERIC_BODIES = _words("""
    company firm group corporation giant organisation organization agency body business maker manufacturer operator
    provider retailer airline carrier insurer lender broadcaster network station newspaper paper tabloid magazine
    publisher website site label club charity watchdog regulator party conglomerate supplier chain brand outlet
    carmaker automaker drugmaker chipmaker brewer bookmaker publication bourse side team consultancy weekly
    union studio daily journal channel
""")
# Bodies that belong to somebody: "his campaign", "the Kell team".
OWNED_BODIES = {
    "campaign": "campaign", "camp": "campaign", "team": "campaign", "office": "office",
    "administration": "administration",
}  # fmt: skip
PLACE_NOUNS = _words("country nation state city town county kingdom republic village government island")

PRONOUN_GENDER: dict[str, Gender] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
PLURAL_PRONOUNS = _words("they them their theirs themselves both these those")
NEUTER_PRONOUNS = _words("it its itself")
FIRST_PERSON = _words("i me my mine myself we us our ours ourselves")
SECOND_PERSON = _words("you your yours yourself")
RELATIVE_PRONOUNS = _words("who whom whose which that")
PRONOUNS = (
    frozenset(PRONOUN_GENDER) | PLURAL_PRONOUNS | NEUTER_PRONOUNS | FIRST_PERSON | SECOND_PERSON | RELATIVE_PRONOUNS
)

DETERMINERS = _words("""
    the a an this that these those his her its their our my your some any no each every both all another one
""")
DEFINITE = _words("the this that these those his her its their our my")
PREPOSITIONS = _words("""
    of for at in from with to by on about against among between into near under within without over after before
    during including behind across around inside outside through than like as
""")

LEGAL_SUFFIXES = _words("""
    inc incorporated corp corporation ltd limited plc llc llp co company group holdings sa ag nv gmbh spa party
""")
# Dropping these from an organisation's name leaves another name: "Washington" is not the Washington Post.
HEADS_THAT_STAY = _words("""
    times post journal herald tribune telegraph guardian observer star sun mirror mail express gazette chronicle
    university college school police government council court city army navy state county parliament union street
    campaign camp administration poll survey report institute press republic hospital church airport international
    embassy team united rovers wanderers
""")
# What companies and clubs are called besides their name: "Delta" is Delta Airlines wherever the two meet.
NAME_TAILS = _words("""
    airlines airways motor motors bank news research magazine newspaper international industries systems
    technologies pharmaceuticals energy oil electric media entertainment communications telecom association
    federation league europe corporation company group holdings football club fc rfc records pictures studios
    software networks insurance
""")
CALENDAR = _words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december
""")
ABBREVIATIONS = {
    "us": "united states", "usa": "united states", "uk": "united kingdom", "un": "united nations",
    "eu": "european union", "fed": "federal reserve", "ny": "new york", "lib": "liberal", "dems": "democrats",
    "dem": "democrat", "dept": "department", "tory": "conservative", "tories": "conservative",
}  # fmt: skip
# The one spelling that names of organisations are compared in.
SPELLINGS = {
    "centre": "center", "labour": "labor", "defence": "defense", "organisation": "organization",
    "programme": "program", "theatre": "theater", "harbour": "harbor", "conservatives": "conservative",
}  # fmt: skip
