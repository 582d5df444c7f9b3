"""Given names and family names that the people room knows.

Given names are the frequent ones of the English-speaking press; their gender only tips the scale where the article
itself says nothing of somebody ("Mr", "she", "his wife")."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _by_short(shorts: dict[str, str]) -> dict[str, frozenset[str]]:
    fulls: dict[str, set[str]] = {}
    for full, listed in shorts.items():
        for short in listed.split():
            fulls.setdefault(short, set()).add(full)
    return {short: frozenset(found) for short, found in fulls.items()}


# Short forms and spellings, each with the names that it may stand for: "chris" is Christopher or Christine.
NICKNAMES = _by_short(
    {
        "william": "bill will billy willie liam", "robert": "bob rob bobby robbie bert",
        "richard": "dick rick rich ricky", "james": "jim jimmy jamie", "john": "jack johnny jon",
        "joseph": "joe joey", "michael": "mike mick mickey", "thomas": "tom tommy", "charles": "charlie chuck chas",
        "edward": "ed eddie ted ned teddy", "theodore": "ted teddy", "david": "dave davy", "daniel": "dan danny",
        "donald": "don donnie", "kenneth": "ken kenny", "steven": "steve", "anthony": "tony", "andrew": "andy drew",
        "gregory": "greg", "jeffrey": "jeff", "geoffrey": "geoff", "peter": "pete", "patrick": "pat paddy",
        "mohammed": "muhammad mohammad mohamed mohamad muhammed", "yasser": "yasir", "timothy": "tim",
        "matthew": "matt", "christopher": "chris kit", "nicholas": "nick", "benjamin": "ben", "samuel": "sam",
        "alexander": "alex sandy", "ronald": "ron ronnie", "lawrence": "larry", "raymond": "ray",
        "frederick": "fred freddie", "philip": "phil", "stuart": "stu", "gerald": "gerry jerry",
        "elizabeth": "liz beth betty lizzie eliza", "margaret": "maggie meg peggy", "katherine": "kate kathy katie",
        "catherine": "cathy", "susan": "sue susie", "deborah": "debbie deb", "barbara": "barb", "sandra": "sandy",
        "patricia": "pat patty tricia", "jennifer": "jen jenny", "rebecca": "becky", "victoria": "vicky",
        "pamela": "pam", "christine": "chris", "judith": "judy judi", "jacqueline": "jackie", "dorothy": "dot",
        "amanda": "mandy", "eugene": "gene", "leonard": "len leo", "harold": "harry hal", "henry": "harry hank",
        "nathaniel": "nate", "mitchell": "mitch", "bernard": "bernie", "bradley": "brad", "douglas": "doug",
        "vincent": "vince", "walter": "walt", "zachary": "zach", "abraham": "abe", "albert": "al bert",
        "alfred": "alf fred", "rudolph": "rudy", "newton": "newt", "ahmed": "ahmad", "hussein": "husain hossein husayn",
        "yusuf": "yousef yousuf youssef yusef", "yevgeny": "evgeny evgeni yevgeni", "anne": "ann", "sara": "sarah",
    }
)  # fmt: skip

MALE_NAMES = _words("""
    carter chester connor cooper hunter jasper parker sawyer spencer tanner taylor walker
    aaron abdul abdullah adam adrian ahmed alan albert alberto alejandro alex alexander alexei alfred ali alistair
    allan allen andrei andrew andy angus anthony antonio arnold arsene arthur barack barry ben benjamin bernard
    bernie bertie bill billy bob bobby boris brad brandon brendan brent bret brian bruce bryan calvin carl carlo
    carlos charles charlie chris christian christopher chuck clark clive colin craig curt cyril dale damian damon
    dan daniel danny darren dave david dean declan dennis derek desmond dick didier diego dieter dmitry dominic don
    donald doug douglas duncan dwight earl ed eddie edgar edward edwin emmanuel eric ernest eugene evan ewan
    ferdinand fernando francis francisco francois frank franklin fred frederick gabriel gareth garry gary gavin gene
    geoff geoffrey george gerald gerard gerhard glen glenn gordon graeme graham grant greg gregory guillermo gus guy
    hamid hans harold harry harvey hassan hector henri henry herbert herman howard hugh hugo hussein iain ian
    ibrahim igor ivan jack jacob jacques jake jamal james jason javier jay jean-claude jeff jeffrey jeremy jerome
    jerry jim jimmy joe joel john johnny jon jonathan jorge jose joseph josh joshua juan julian julio justin karl
    keith kenneth ken kevin khalid klaus kofi kurt kyle lance larry lars laurent lawrence lee leo leon leonard lewis
    liam lindsey lloyd louis lucas luis luke luther malcolm manuel marc marcel marco marcus mario mark martin marvin
    mathew matt matteo matthew maurice max melvin michael michel miguel mike mikhail milton mitch mitt mohamed
    mohammad mohammed muhammad nathan neil newt nils nicholas nick nicolas nigel noel norman oleg oliver omar orlando
    oscar osama owen pablo pat patrick paul pedro perry pete peter phil philip phillip pierre rafael ralph ramon
    randy raul ray raymond reince rex ricardo richard rick rob robert roberto rod roderick rodney roger roland ron
    ronald ross roy rudy rupert russell ryan saddam salman sam samuel scott sean sebastian sergei sergio seth shane
    shaun sidney silvio simon stanley stefan stephen steve steven stewart stuart ted terence terry theodore thomas
    tim timothy todd tom tommy tony trevor tyler vernon victor viktor vince vincent vladimir walter warren wayne
    wesley will william winston wolfgang xavier yasser yusuf zachary
""")
FEMALE_NAMES = _words("""
    carter chester connor cooper hunter jasper parker sawyer spencer tanner taylor walker
    abigail adele agnes aisha alice alicia alison allison amanda amber amelia amy ana andrea angela angelina anita
    ann anna anne annette annie antonia april ashley audrey barbara beatrice becky bella bernadette beth betsy betty
    beverly bonnie brenda bridget brittany camilla candace carla carly carmen carol carole caroline carolyn carrie
    catherine cathy cecilia celia charlotte chelsea cheryl chloe christina christine cindy claire clara claudia
    colleen condoleezza connie courtney crystal cynthia daisy danielle dawn deborah debbie debra deirdre denise
    diana diane dianne donna doris dorothy edith eileen elaine eleanor elena elisa elise elizabeth ella ellen emily
    emma erica erin esther eva eve evelyn faith fatima felicity fiona florence frances gabriela gail georgia
    geraldine gillian gina gladys glenda gloria grace greta gwen hannah harriet hayley hazel heather heidi helen
    helena hilary hillary holly huma ida ingrid irene iris isabel isabella ivanka jackie jacqueline jane janet
    janice jasmine jean jeanne jennifer jenny jessica jill joan joanna joanne jodie josephine joy joyce juanita
    judith judy julia julie juliet june kamala karen kate katherine kathleen kathryn kathy katie kay kayla kellyanne
    kelly kim kirsten kristen kristin laura lauren leah lena leslie lillian linda lisa liz loretta lorraine louise
    lucia lucy lydia lynn madeleine maggie marcia margaret maria marie marilyn marina marion marjorie martha mary
    maureen megan megyn melania melanie melinda melissa mercedes michelle mildred miriam mollie molly monica muriel
    nadia nancy naomi natalie natasha nicola nicole nina nora norma olga olivia pamela patricia paula pauline peggy
    penelope penny phyllis polly priscilla rachel rebecca regina renee rita roberta rosa rose rosemary ruth sabrina
    sally samantha sandra sara sarah serena shannon sharon sheila shelley sherry shirley sofia sonia sophia sophie
    stacey stella stephanie sue susan susana suzanne sylvia tamara tanya tara teresa tessa thelma theresa tina
    tracey tracy tulsi valerie vanessa venus vera veronica victoria viola violet virginia vivian wanda wendy yolanda
    yvonne zoe
""")

# Family names that come first. With one of these in front and no Western given name behind, the order is settled.
EAST_ASIAN_FAMILIES = _words("""
    li wang zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang han
    feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren lyu shen yao cui tan
    fan fang shi zou xiong jin hao kong bai xi mao duan lei hou qian qin kim park lee choi jung jeong kang cho yoon
    jang lim shin kwon hwang moon roh bae ahn nguyen tran le pham vo dang bui ngo duong ly tong tsai tsang leung
    wong cheung chan hua wen bo
""")
# Of these, the ones whose bearers go by the last word of their names: "Mrs. Hanh" is Nguyen Thi Hanh.
VIETNAMESE_FAMILIES = _words("nguyen tran le pham vo dang bui ngo duong ly phan truong huynh hoang vu dinh trinh luong")

# Frequent family names of Spain and Latin America, where people have two; those in -ez are known by their ending.
IBERIAN_FAMILIES = _words("""
    garcia ortega ruiz diaz moreno munoz romero alonso navarro torres dominguez vidal ramos gil serrano blanco molina
    morales delgado castro ortiz rubio marin iglesias medina garrido cortes castillo guerrero lozano cano cruz calvo
    flores herrera pena cabrera campos vega fuentes carrasco reyes caballero nieto aguilar santana vargas rojas silva
    rivera soto mendoza salazar espinoza contreras guzman avila rios mejia maldonado acosta pineda fonseca bolanos
    marquez casado abascal kirchner rajoy
""")

# The lists have one sex for these, but an honorific is believed rather.
EITHER_SEX = _words("""
    ali alex andrea ashley beverly carol charlie chris courtney dale dana frances gabriele gene georgia jackie jamie
    jan jean jo joyce june kay kelly kim kit laurie lauren leslie lindsay lindsey lynn marion meredith morgan nicola
    noel pat ray robin sam sandy sasha shannon shelley sidney simone stacey sue terry tracey tracy val vivian
""")


def full_forms(given: str) -> frozenset[str]:
    """The given names, folded, that one may be short for; itself where it is no short form."""
    return NICKNAMES.get(given) or frozenset((given,))
