"""400 texts as people type them into remarks, rooms, wishes and notes; half tell about a person, half do not.

All people and numbers are invented. The harmful half was written before the rules were; a text that is not
found stays in the list.
"""

FOUND_PLAIN = """
Bitte klingeln bei Frau Müller
bei Müller klingeln
bitte bei Yılmaz klingeln
frau müller kommt um 15 uhr
Hr Müller
Hr. Mueller
hr müller
fr. yilmaz
FRAU YILMAZ
HERR ALBAYRAK KOMMT MIT
herr albayrak kommt mit
es geht um frau kowalczyk
Frau M. bringt das Kind
Herr K. spricht nur Paschtu
frau probestein hat angerufen
Familie Al-Hassan kommt zu dritt
familie al-hassan
fam yilmaz
Fam. Popescu
fam. hoxhaj, 4 personen
Familie Shevchenko aus der Ukraine
Familie von Ali
Die Familie Demir braucht Hilfe
Termin für Familie Ibrahimović
Eheleute Osmani
Ehepaar Ivanov
Geschwister Hamidi
Mutter Fatima kommt allein
mutter fatima
Mutter heißt Aischa
Mutter: Olena
Mama Zeynep
Vater Mehmet ist dabei
vater mohammed
Sohn Abdulkadir
sohn abdulkadir, 7 jahre
Tochter Mariam geht in die 3b
Tochter von Ahmad
Kind Xhevdet
Kind: Dawit
kind: leyla
Das Kind heißt Mehmet
das kind heisst yusuf
Baby Amira
Bruder Hamza übersetzt sonst
Tante Nasrin kommt mit
Schüler Kowalczyk
Schülerin Aylin
Schüler: Bogdan
Klient Rahimi
Klientin Frau Ahmadi
klient heißt karimi
Patientin Nowak
Name: Tesfaye
Name ist Haddad
name: popovic
Nachname Öztürk
Vorname Ayşe
namens Farid
genannt Rojda
Ali kommt mit
ali kommt mit
Olena B. kommt
Mehmet Y., 4b
mehmet aus der 3a
Fatima und Ahmad
Zahra (Mutter) wartet im Flur
Gespräch über Yusuf
Es geht um Emine
Anmeldung von Dilan
für Svetlana
mit Andriy
Dragan
Muhammed Emin
Iwona, Tel. folgt
Ioana braucht Rumänisch
Nguyen kommt später
Tesfay und Selam
Termin Abdullahi
Ahmad, Vater
Yılmaz, Ayşe
Kowalski
Szczepańska, Mutter
Petrenko
Kovačević
Jovanović 3. Klasse
Çelik
Haxhiu, Arber
Hoxha kommt
Gheorghescu
Kaya, 2. Stock
Öztürk 14:30
Al-Sayed
El Khatib
Abu Bakr
Ben Youssef
Олена прийде
Олена
Мама Олени
с Оленой и Андреем
Иванов
Шевченко, мама
Наталья придёт с сыном
Сергій
محمد يأتي معي
محمد
ومحمد
فاطمة
الأم فاطمة
احمد ينتظر
زهرا
رضا احمدی
Rückruf 0171 1234567
tel 0171/1234567
Tel.: 05244 9860
05244-980711
0049 171 1234567
+49 5244 980711
+49(0)171 1234567
Handy 0151 23 45 67 89
(05244) 98 07 11
0 1 7 1 2 3 4 5 6 7
٠١٧١ ١٢٣٤٥٦٧
０１７１ １２３４５６７
mail an a.b@example.org
A.B@EXAMPLE.ORG
a.b (at) example.org
a.b[at]example.org
fatima @example.org
geb. 3.4.1990
geb 03.04.90
geboren am 3. April 1990
Geburtsdatum 1.1.2015
geboren 2015
Jahrgang 2012
jg. 2011
*1990
* 3.4.1990
Kind vom 12.03.2015
12.03.15
12. 03. 2015
12/03/2015
2015-03-12
3. April 1990
12 märz 2015
Az. 12 F 345/19
az 12 F 345/19
Aktenzeichen 4711/22
BG-Nummer 35502BG0012345
bg nr 35502BG0012345
Kundennummer: 123A456789
Kundennr. 123A456789
AZR-Nummer 150312345678
Ausweis-Nr. L01X00T47
Pass Nr C01X0006H
Fallnummer 2026-881
Steuer-ID 12345678901
Versichertennummer A123456789
123456789012
""".strip().splitlines()

FOUND_HIDDEN = [
    "Ｆｒａｕ Ｍüｌｌｅｒ",
    "Ｆａｔｉｍａ kommt",
    "Fa\u200btima kommt",
    "F\u200ba\u200bt\u200bi\u200bm\u200ba",
    "Frau\u00a0Müller",
    "Frau\u2003Müller",
    "Frau Mu\u0308ller",
    "Frau M\u00adüller",
    "Ah\u2060med holt ab",
    "\u202eFatima",
    "F a t i m a",
    "F.a.t.i.m.a",
    "F-a-t-i-m-a kommt",
    "M e h m e t",
    "Frau M ü l l e r",
    "f r a u  m ü l l e r",
    "A_l_i kommt",
    "M*e*h*m*e*t",
    "Fаtimа kommt",
    "Аli kommt",
    "Frаu Müllеr",
    "Mеhmеt",
    "Οlena",
    "Аhmеd",
    "Yusսf".replace("ս", "u"),
    "𝐅𝐚𝐭𝐢𝐦𝐚",
    "ⒻⓐⓣⓘⓜⒶ",
    "𝓜𝓮𝓱𝓶𝓮𝓽",
    "ﬁrat kommt mit Fatıma",
    "FATIMA",
    "fAtImA",
    "geb\u200b. 3.4.1990",
    "０３.０４.１９９０",
    "fatima＠example.org",
    "a.b@ex\u200bample.org",
    "0171\u200b1234567",
    "Az\u00a012 F 345/19",
    "Herr\tMüller",
    "Frau\nMüller",
    "„Fatima“",
    "(Fatima)",
    "Fatima/Ahmad",
    "Fatima;Ahmad",
]

FINE = """
Familie aus Syrien, spricht etwas Deutsch
familie aus syrien
Die Familie kommt zu dritt
Familie mit vier Kindern
Familie wartet im Flur
Familie und Schulsozialarbeit
Frau Dr. Schmidt ist dabei
Bitte eine Frau mit Erfahrung
bitte eine frau
eine Frau wäre besser
Frau bevorzugt
frau gewünscht, wenn möglich
Eine Frau, die Dari spricht
lieber eine ältere Frau
Mann oder Frau, beides recht
Herr Rektor begrüßt
Die Mutter ist schwanger
Mutter und Vater kommen
mutter kommt allein
Mutter spricht kein Deutsch
Mutter kann nicht lesen
Vater arbeitet bis 15 Uhr
Vater ist beim ersten Gespräch dabei
Der Vater holt das Kind ab
Kind ist 5 Jahre alt, es geht um die Anmeldung
Kind wartet draußen
Kind kommt mit
Kinder werden betreut
Das Kind ist krank
Sohn geht in die 3. Klasse
Tochter kommt mit
Ältester Sohn übersetzt sonst
Schüler der Klasse 4b
Schülerin ist neu in Deutschland
Eltern verstehen wenig Deutsch
Eltern sind getrennt, zwei Gespräche
Treffpunkt am 02.12.2026 um 15:00 Uhr, Eingang B
08.00 - 09.30 Uhr, 2. Stock, Raum 112
Fr. 15 Uhr geht auch
fr nachmittag
Fr, 11.12., ab 14 Uhr
freitags nie
Mo bis Do vormittags
Parken hinter der Schule, Eingang Lindenstraße 12, 33397 Rietberg
GT-2026-0612
Termin war schon am 10.11.2026
nächste Woche vormittags
übernächste Woche, am liebsten Dienstag
möglichst bald, noch im Dezember
nach den Weihnachtsferien
zwischen 8 und 10 Uhr
ab Mitte Januar
jederzeit außer mittwochs
Ende August
im Mai oder Juni
Jan. oder Feb.
nach Ostern
vor den Sommerferien
so früh wie möglich
flexibel, bitte anrufen
Raum 112
R 112
Zi. 3
Aula
Lehrerzimmer, 1. OG
Besprechungsraum 2
Beratungsraum im Erdgeschoss
Mensa
Turnhalle, Eingang hinten
Anne-Frank-Schule
Anne Frank Schule, Raum 3
Albert-Schweitzer-Straße 4
Otto-Hahn-Straße 12
Marienstraße 8a
Josefstraße 3
Friedrich-Ebert-Platz 1
Martin-Luther-Kirche
Paul-Gerhardt-Haus
St. Anna, Gruppenraum
St. Johannes Baptist, Pfarrsaal
Sankt Elisabeth Hospital, Eingang Nord
Georgstraße 7
Bahnhofstr. 5
Lindenstraße 12
Hauptstraße 44, Hinterhaus
Am Markt 3
Rathaus, Zimmer 204
Jobcenter, Wartebereich B
Kita Sonnenschein
Kita Regenbogen, Gruppe Igel
Igelgruppe
Bärengruppe, oben
Klasse 4b
Klassenraum der 3a
Sekretariat im Altbau
bitte am Eingang klingeln
Klingel defekt, bitte anrufen
bitte bei der Anmeldung klingeln
bitte im Sekretariat melden
Aufzug vorhanden
barrierefrei, Rampe links
Parkplätze hinter dem Haus
zwei Stockwerke, kein Aufzug
Levantinisch
syrisches Arabisch
irakisch
marokkanisch, Darija
Kurmandschi aus der Türkei
Sorani
aus Afghanistan
aus dem Kosovo
aus Eritrea, Tigrinya
Dialekt egal
Hazaragi, notfalls Dari
spricht auch Englisch
versteht etwas Türkisch
etwas Deutsch vorhanden
nur mündlich
Russisch geht auch
Roma aus Rumänien
Romanes
Urdu oder Panjabi
Tamil
Hindi
Es geht um den Übergang in die Grundschule
Es geht um die Schulanmeldung
Elternabend zum Thema Medien
Entwicklungsgespräch
Gespräch über Fehlzeiten
Förderbedarf wird erklärt
Einschulung im Sommer
Beratung zum Kita-Platz
Klassenfahrt, Einverständnis erklären
erstes Kennenlernen
Zeugnisgespräch
Wir brauchen jemanden, der ruhig erklärt
Bitte pünktlich, es folgt ein weiteres Gespräch
Eine Lehrkraft ist immer dabei
Die Schulleitung ist dabei
Die Klassenlehrerin und die Sozialpädagogin sind dabei
Die Fachkraft kommt zehn Minuten später
Hebamme ist auch da
Herr Doktor hat wenig Zeit
Frau Doktor kommt dazu
Die Rektorin begrüßt
Unterlagen liegen bereit
Formulare werden gemeinsam gelesen
Bitte Geduld, das Thema ist schwer
Das Gespräch kann länger dauern
maximal 45 Minuten
max. 30 Minuten
ca. 1 Stunde
2 Personen
4 Personen, davon 2 Kinder
bis zu 10 Eltern
3 Gespräche nacheinander
Pause um 16 Uhr
von 14.30 bis 16.00 Uhr
08.30
15:00-15:20
2,5 Std
90
Haltestelle Schulzentrum, Linie 70
Bus 73 bis Rathaus
Bitte Maske mitbringen
Getränke sind da
Hund im Haus
Bitte keine Namen nennen
Zeichen 4B-07
Az folgt
Kennung 12
unsere Nummer steht oben
Rückruf bitte erst ab 13 Uhr
nicht erreicht, noch einmal versuchen
Beschluss des Kreisausschusses vom 2.11.2026
Dienstanweisung vom 15.10.2026
laut Vertrag
Zahlendreher berichtigt
Fahrkarte nachgereicht
Ende war 16:10 statt 15:40
Das Gespräch dauerte länger
doppelt erfasst
Termin verschoben
schon zwei gefragt, keine Zusage
in Verl niemand frei
zu weit weg
dienstags nie
diese Woche nur abends
ab Donnerstag wieder
Urlaub bis 4.1.
Ich bin krank
Zug hat Verspätung
Material für den Kurs
Versicherung 2026
Schulung Grundlagen
Honorar für den Workshop
Raummiete Oktober
Kurze Wege zuerst
wie besprochen
Deutschkurs B1
Danke!
""".strip().splitlines()
