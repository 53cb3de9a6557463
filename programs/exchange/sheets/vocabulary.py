"""The words of sheets in English, French, German and Spanish: a further language is further words here.

All are folded: lower case, no accents, single spaces. `words` reads with them.
"""

from __future__ import annotations

import re

# What a column holds, each with the words that head it (folded: no accents, no case, single spaces).
COLUMNS = {
    "week": "week|wk|weeks|wks|woche|wo|kw|semaine|sem|semana|sems|microcycle|mikrozyklus|microciclo|week no|week "
    "number|no semaine",
    "day": "day|days|tag|tage|jour|jours|dia|dias|weekday|wochentag|day of week|day of the week|jour de la semaine|"
    "day no|day number",
    "date": "date|datum|fecha|dates|workout day|workout date",
    "session": "session|sessions|workout|workouts|training|seance|seances|einheit|trainingseinheit|sesion|"
    "entrenamiento|"
    "entreno|entrainement|session name|workout name|workout type|run type|session type|type|typ|title|titel|titre|"
    "titulo|"
    "type of run|type de seance|tipo|trainingstag|training day",
    "exercise": "exercise|exercises|movement|movements|lift|lifts|activity|activities|drill|drills|stroke|strokes|"
    "stroke drill|drill stroke|exercise name|name|exercice|exercices|mouvement|mouvements|activite|nage|nages|ubung|"
    "ubungen|uebung|uebungen|bewegung|aktivitat|aktivitaet|schwimmart|lage|ejercicio|ejercicios|movimiento|actividad|"
    "estilo|nombre|nom|step|item|stroke type|station",
    "sets": "sets|series|serie|serien|satze|saetze|no of sets|sets|set count|number of sets|rounds|runden|tours|"
    "rondas|"
    "nb series|nb de series|nombre de series|anzahl satze|working sets|work sets|vueltas|num series|"
    "anzahl|nombre|durchgange",
    "set": "set|satz|set no|set number",
    "reps": "reps|rep|repetitions|repetition|wdh|wdhs|wiederholungen|wiederholung|repeticiones|reps per set|rep "
    "range|"
    "target reps|reps range|reps time|reps or time|reps duration|rep target|reps set|repes|repets|wiederh|wh|reps "
    "each",
    "scheme": "volume|prescription|scheme|rep scheme|set scheme|schema|set rep|programme|vorgabe|prescripcion|"
    "volumen|"
    "umfang|dosage|dose|set rep scheme|main set|interval set|workload",
    "load": "load|weight|weights|kg|kgs|lb|lbs|kilos|kilo|pounds|charge|charges|poids|gewicht|last|peso|carga|"
    "working weight|target weight|target load|weight used for sets|load weight|weight load|widerstand",
    "percent": "%|% 1rm|1rm %|% of 1rm|percent|percentage|pct|% rm|prozent|pourcentage|porcentaje|% max|% of max|"
    "%1rm|"
    "%rm|%max|1rm%|intensity %|intensitat %|% 1 rm|% du 1rm|% vom 1rm|% del 1rm|% tm|%tm|% ftp|%ftp|% css|% hrmax|"
    "%hrmax|"
    "% fc max|% hfmax|% fcmax|% of ftp|% of tm",
    "intensity": "intensity|effort|efforts|intensitat|intensitaet|intensite|intensidad|esfuerzo|anstrengung|"
    "belastung|"
    "target|ziel|objectif|objetivo|target intensity|load intensity|int|how hard|feel|effort level|rpe load|load rpe",
    "rpe": "rpe|target rpe|rpe target|borg",
    "rir": "rir|reps in reserve|target rir",
    "zone": "zone|zones|zona|hr zone|pulszone|training zone|trainingszone|power zone|zone fc|herzfrequenzzone",
    "hr": "hr|heart rate|heartrate|bpm|puls|hf|herzfrequenz|fc|frequence cardiaque|frecuencia cardiaca|pulse|"
    "target hr",
    "pace": "pace|allure|ritmo|speed|vitesse|velocidad|geschwindigkeit|target pace|goal pace|lauftempo|pace target|"
    "split",
    "power": "power|watts|watt|puissance|potencia|leistung|target power|w",
    "rest": "rest|recovery|rest time|rest period|rest interval|recover|recoveries|pause|pausen|satzpause|erholung|"
    "repos|recup|recuperation|descanso|recuperacion|pausa|pausas|rest between sets|rests|rest sec|rest min|ri|rec|"
    "pausenzeit|temps de repos|tiempo de descanso|ruhe|descansos|rest sets|recovery time|rest int",
    "tempo": "tempo|cadence tempo|lifting tempo|rep tempo|ausfuhrungstempo|bewegungstempo",
    "cadence": "cadence|rpm|trittfrequenz|kadenz|cadencia|spm|stroke rate|schlagzahl|frequence",
    "distance": "distance|dist|distances|distanz|strecke|entfernung|distancia|km|m|miles|mi|mile|metres|meters|"
    "yards|yds|"
    "yd|lange|laenge|longueur|kilometres|kilometers|kilometer|kms|metros|meter|distance each|kilometros",
    "duration": "time|duration|work|minutes|min|mins|zeit|dauer|temps|duree|tiempo|duracion|travail|trabajo|arbeit|"
    "work time|length|seconds|secs|sec|s|belastungszeit|minuten|sekunden|minutos|segundos|work interval|hours|h|"
    "hold|hold time|stunden|heures|horas|arbeitszeit|haltezeit",
    "every": "interval|send off|sendoff|send-off|on|cycle|abgang|abgangszeit|depart|departs|salida|start interval|"
    "send offs",
    "notes": "notes|note|comment|comments|remarks|remark|coach notes|coaching notes|cues|coaching cues|cue|bemerkung|"
    "bemerkungen|anmerkung|anmerkungen|notizen|notiz|hinweis|hinweise|kommentar|kommentare|remarque|remarques|"
    "commentaire|commentaires|consigne|consignes|nota|notas|observacion|observaciones|comentario|comentarios|"
    "indicaciones|details|detail|description|beschreibung|descripcion|workout description|"
    "instructions|instruction|focus|coach comments|"
    "notes cues|coachs notes|coach s notes|info|infos|inhalt|contenu|contenido|technique|key points|detalles|fokus",
    "order": "#|no|nr|num|number|order|reihenfolge|ordre|orden|n|numero|pos|nummer|label|ex|id|code|seq",
    "line": "am|pm|morning|evening|afternoon|vormittag|nachmittag|matin|soir|apres midi|manana|tarde|a m|p m",
    "phase": "phase|mesocycle|mesozyklus|mesocycle phase|fase|cycle phase|block phase|training phase",
    "group": "superset|group|block|ss|bloc|gruppe|supersatz|supersets|grupo|bloque|groupe|circuit",
    "section": "section|part|teil|partie|parte|abschnitt",
}  # fmt: skip
# Columns that are no plan: what was done, and sums. Each with why it is not read.
NOT_READ = {
    "what was done is no part of a plan": "actual|done|completed|complete|result|results|log|weight used|actual reps|"
    "actual weight|actual load|date done|erledigt|fait|hecho|check|feedback|athlete notes|ist|realise|tatsachlich|"
    "real|"
    "actual rpe|actual time|actual distance|completed?|reps done|reps completed|weight lifted|athlete comments|ok|"
    "ergebnis|resultat|resultado|rpe actual|notes athlete|actual sets|reps achieved|load used|kg used",
    "a total is counted, not read": "total|totals|sum|weekly total|gesamt|summe|somme|suma|weekly mileage|mileage|"
    "total km|"
    "wochenkilometer|km total|weekly volume|total distance|total time|tonnage|volume load|e1rm|est 1rm|estimated 1rm|"
    "total reps|total volume|weekly km|km week|week km|km woche|total miles|total mi|week total|gesamt km|km "
    "gesamt|total semaine|total semanal|total sets|"
    "wochenumfang|total hours|kilometrage|kilometraje|total m|est time",
}  # fmt: skip

WEEKDAYS = (
    "monday mon lundi lun montag mo mon lunes lu",
    "tuesday tue tues tu mardi mar dienstag di die martes ma",
    "wednesday wed weds we mercredi mer mittwoch mi mit miercoles mie mier",
    "thursday thu thur thurs th jeudi jeu donnerstag do don jueves jue",
    "friday fri fr vendredi ven freitag fre viernes vie",
    "saturday sat sa samedi sam samstag sams sonnabend sabado sab",
    "sunday sun su dimanche dim sonntag so son domingo dom",
)
DAY_NUMBER = {name: number for number, names in enumerate(WEEKDAYS, start=1) for name in names.split()}
# Words of three letters or fewer stand for a day only where nothing but a mark follows them.
LONG_DAYS = "|".join(sorted((name for name in DAY_NUMBER if len(name) > 3), key=len, reverse=True))
SHORT_DAYS = "|".join(sorted((name for name in DAY_NUMBER if len(name) <= 3), key=len, reverse=True))
ANY_DAY = f"(?:(?:{LONG_DAYS})s?|(?:{SHORT_DAYS}))"
TO = frozenset(("-", "to", "bis", "a"))  # between the ends of a range; the other joins stand between single ones
JOIN = r"/|,|&|\+|and|und|et|y|-|to|bis|a"
DAYS_AT = re.compile(rf"({ANY_DAY})\b\.?((?:\s*(?:{JOIN})\s*{ANY_DAY}\b\.?)*)(?=\s*$|\s*[-:.,(/|\n]|\s)")
FURTHER_DAYS = re.compile(rf"({JOIN})\s*({ANY_DAY})\b")
DAY_BEHIND = re.compile(r"\s*[-:.,(/|]|\s+(?:am|pm|d|[0-9]{1,2}[./-])")  # what follows a word that is a day
OTHER_WORDS = frozenset("son mit don die mar sat sun dim mer fre ven".split())  # short days that mean something else
TIMES_OF_DAY = re.compile(
    r"(?:am|pm|morning|evening|afternoon|vormittag|nachmittag|abend|morgen|matin|soir|manana|tarde|noche)"
)
LETTER_WEEKS = ("mtwtfss", "mdmdfss", "lmmjvsd", "lmxjvsd")
DAY_WORDS = "day|tag|jour|dia|workout|session|training|einheit|seance|sesion|entreno|entrenamiento|trainingstag"
COUNTED_DAYS = re.compile(
    rf"(?:({DAY_WORDS})e?s?|([djt]))\s*\.?\s*(?:no\.?|nr\.?|#)?\s*([0-9]{{1,2}})((?:\s*(?:{JOIN})\s*"
    rf"[0-9]{{1,2}})*)(?![0-9.x%])"
)
FURTHER_NUMBERS = re.compile(rf"({JOIN})\s*([0-9]{{1,2}})")
LETTERED_DAY = re.compile(rf"(?:{DAY_WORDS})\s+([a-h])\b")

WEEK_WORDS = "week|wk|woche|kw|semaine|semana|sem|microcycle|mikrozyklus|microciclo|settimana"
NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "one un une eins uno una first premiere erste primera",
            "two deux zwei dos second deuxieme zweite segunda",
            "three trois drei tres third troisieme dritte tercera",
            "four quatre vier cuatro fourth quatrieme vierte cuarta",
            "five cinq funf cinco fifth", "six sechs seis sixth", "seven sept sieben siete", "eight huit acht ocho",
            "nine neuf neun nueve", "ten dix zehn diez", "eleven onze elf once", "twelve douze zwolf doce",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
NUMBER = rf"([0-9]{{1,2}}|{'|'.join(NUMBER_WORDS)})"
WEEK_AT = re.compile(
    rf"\b(?:{WEEK_WORDS})(?:s|n)?\b\s*\.?\s*(?:no\.?|nr\.?|#)?\s*{NUMBER}\b(?:\s*(-|to|bis|a|&|and|und|et|y|\+|,|/|"
    rf"through)\s*{NUMBER}\b)?(?![0-9.x%]|\s*(?:km|mi|min)\b)"
)
WEEK_BEHIND = re.compile(rf"\b{NUMBER}(?:st|nd|rd|th|ere|re|eme|e|\.|a)\s*(?:week|woche|semaine|semana)\b")
WEEK_TIGHT = re.compile(r"(?:w|wk|s|sem|kw|wo|woche|week)\s*([0-9]{1,2})(?:\s*-\s*([0-9]{1,2}))?")
WEEK_DAY_TIGHT = re.compile(r"w(?:k|eek)?\s*([0-9]{1,2})\s*[-/.,: ]?\s*d(?:ay)?\s*([0-9])\b")
DELOAD = re.compile(
    r"\b(?:deload|de load|unload|recovery week|rest week|easy week|entlastung\w*|deloadwoche|decharge|descarga|"
    r"back off week|down week|regenerationswoche|ruhewoche)\b"
)
UNNUMBERED = re.compile(
    rf"(?:{DELOAD.pattern}|taper|test week|testing|race week|peak week|testwoche|wettkampfwoche)(?: week| woche)?"
)

REST_DAY = re.compile(
    r"(?:complete |full |total )?(?:rest|off|rest day|day off|off day|repos|jour de repos|ruhe|ruhetag|frei|"
    r"trainingsfrei|"
    r"pause|pausentag|descanso|dia de descanso|libre|none|no training|no run|rest off|off rest|rest or off|rest ?/ "
    r"?off|kein training|nada)"
)
NOTHING = frozenset(("", "-", "–", "—", "--", "---", "n/a", "na", "/", ".", "…", "...", "k.a.", "✓", "□", "☐"))
TOTAL = re.compile(
    r"(?:(?:weekly|week|daily|day|running|sub|grand|block|session|month) ?)?(?:total|totals|totaux|sum|gesamt\w*|"
    r"summe|somme|suma|wochensumme|"
    r"wochenkilometer|wochenumfang|kilometrage|weekly mileage|mileage|weekly volume|weekly distance|weekly km|"
    r"total \w+|week volume)\b"
)
NOTE = re.compile(
    r"(?:(?:coach(?:es|'s|s)?|coaching|general|training|program|programme|important|week|weekly) )?(?:notes?|nb|n "
    r"b|tips?|hinweise?|anmerkung(?:en)?|bemerkung(?:en)?|notiz(?:en)?|remarques?|consignes?|"
    r"notas?|observacion(?:es)?|consejos?|conseils?|key|legend|legende|ps|important|wichtig|achtung|attention|"
    r"reminder|instructions?|source|author|coach|athlete|client|name|phone|email|sportler|trainer|kunde|athlet|"
    r"cliente|atleta|entraineur)\s*[:.\-]"
)
SECTIONS = {
    "warm_up": re.compile(r"(?:general |specific |dynamic )?(?:warm ?up|warmup|wu|w u|aufwarmen|einlaufen|"
    r"einschwimmen|einfahren|echauffement|calentamiento|activation|mobility|prep|preparation)(?: sets?| drills?)?"),
    "main": re.compile(r"(?:main|main sets?|main lifts?|main work|main part|hauptteil|hauptsatz|corps de seance|"
    r"parte principal|principal|bloc principal|work sets?|strength|accessor(?:y|ies)|accessory work|assistance|"
    r"assistance work|conditioning|finisher|core|zubehor|power|hypertrophy|supplemental|accessoires|accesorios|"
    r"kraft|ausdauer)"),
    "cool_down": re.compile(r"(?:cool ?down|cooldown|cd|warm ?down|abwarmen|auslaufen|ausschwimmen|ausfahren|"
    r"retour au calme|vuelta a la calma|enfriamiento|stretch(?:ing)?|dehnen|etirements|estiramientos)"),
}  # fmt: skip
UNNAMED_SHEET = re.compile(r"(?:sheet|tabelle|tabellenblatt|feuil|feuille|hoja|blatt|worksheet)\s*[0-9]*")
# Sheets that are about the plan, not of it.
BESIDE_SHEET = re.compile(
    r"(?:summary|overview|ubersicht|uebersicht|resume|resumen|notes?|notizen|info\w*|read ?me|legende?|leyenda|"
    r"instructions?|"
    r"anleitung|log|tracker|progress\w*|charts?|data|daten|library|exercise (?:list|library|database)|glossary|"
    r"max(?:es|imos)?|"
    r"1 ?rms?|prs?|records?|calculator|rechner|faq|about|cover|contents|inputs?|settings|warm ?up|hidden)\b.*"
)

UNITS = {
    "kg": "kg|kgs|kilo|kilos", "lb": "lb|lbs|pound|pounds|livres", "s": "s|sec|secs|second|seconds|sek|sekunden|"
    "seg|segundos|secondes|''",
    "min": "min|mins|minute|minutes|minuten|minutos|mn|'", "h": "h|hr|hrs|hour|hours|std|stunden|heures|horas|"
    "hh:mm|h:mm",
    "m:s": "mm:ss|m:ss|min:sec|min:s", "m": "m|meter|meters|metres|metros", "km": "km|kms|kilometer|kilometers|"
    "kilometres|kilometros",
    "mi": "mi|mile|miles", "yd": "yd|yds|yard|yards", "%": "%|% 1rm|%1rm|% rm|%rm|1rm|% of 1rm|percent|% ftp|%ftp|"
    "% tm|%tm|% css|ftp|tm|% hrmax",
    "/km": "/km|min/km|per km|min per km|mm:ss/km", "/mi": "/mi|min/mi|min/mile|per mile", "/100m": "/100m|/100|"
    "/100 m|per 100m|min/100m",
    "/500m": "/500m|/500|per 500m", "bpm": "bpm", "W": "w|watt|watts", "rpm": "rpm",
    "rpe": "rpe|1-10|1 10", "rir": "rir", "reps": "reps",
}  # fmt: skip
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words.split("|")}
ROLE_OF = {word: role for role, words in COLUMNS.items() for word in words.split("|")}
WHY_NOT = {word: why for why, words in NOT_READ.items() for word in words.split("|")}
SET_WORD, REP_WORD = "sets?|satz|satze|saetze|series?|serien", "reps?|repetitions?|wdhs?|wiederholungen|repeticiones|wh"
SETS_BY_REPS = re.compile(
    rf"(?:{SET_WORD})\s*(?:x|×|\*|/|by|and|&|\+|-|,|·|und|et|y|\s)\s*(?:{REP_WORD}|dist(?:ance)?|time)(?:\s*/\s*\w+)*"
)
NUMBERED_SET = re.compile(rf"(?:{SET_WORD}|s)\s*#?([0-9]{{1,2}})(?:\s*[-:,/(]?\s*([^0-9\s()][^()]*?)\)?)?")
