package century

import "strings"

const english = `the a harbour ferry storm council member street price season train window letter morning board
	decision of in for with without after before because although which who nobody everybody says said wrote thinks knows pays
	waits sailed stopped opened closed promised forgot measured repaired late early again never often here there yesterday
	tomorrow week month year ten forty thousand metres yen fish rain fog light bridge school hospital market museum river
	island engineer captain teacher mayor fishermen neighbours children readers paper answer question reason mistake report
	budget licence contract timetable engine anchor rope quay tide current wind cloud snow rice tea paint wood steel glass
	old new small large cheap dear honest careful public empty broken quiet loud blue grey red green`

const german = `der die das ein eine Hafen Fähre Sturm Stadtrat Straße Preis Jahreszeit Zug Fenster Brief Morgen
	Entscheidung von in für mit ohne nach vor weil obwohl niemand jeder sagt schrieb denkt weiß zahlt wartet hielt öffnete
	schloss versprach vergaß spät früh wieder nie oft hier dort gestern morgen Woche Monat Jahr zehn vierzig tausend Meter
	Fisch Regen Nebel Licht Brücke Schule Krankenhaus Markt Museum Fluss Insel Kapitän Lehrerin Bürgermeister Nachbarn
	Kinder Leser Zeitung Antwort Frage Grund Fehler Bericht Haushalt Vertrag Fahrplan Kai Flut Wind Wolke Schnee Tee Holz
	alt neu klein groß billig teuer ehrlich öffentlich leer kaputt leise laut blau grau rot grün`

const french = `le la les un une port bac tempête conseil rue prix saison train fenêtre lettre matin décision de dans
	pour avec sans après avant parce que bien que personne chacun dit écrit pense sait paie attend arrêté ouvert fermé promis
	oublié tard tôt encore jamais souvent ici là hier demain semaine mois année dix quarante mille mètres poisson pluie
	brouillard lumière pont école hôpital marché musée rivière île capitaine institutrice maire voisins enfants lecteurs
	journal réponse question raison erreur rapport budget contrat horaire quai marée vent nuage neige thé bois vieux neuf
	petit grand cher honnête public vide cassé calme bruyant bleu gris rouge vert`

// japaneseSentence holds what a sentence is made of, part by part.
var japaneseSentence = [][]string{
	strings.Fields(`昨日、 今朝、 先週、 来月から、 毎年この時期に、 長い間、 実は、 正直に言うと、 思ったとおり、 それでも、 ところが、 去年の秋、`),
	strings.Fields(`港の職員が 市長は 近所の人たちが 船長は 漁師たちは 新しい先生が 議会は 私の祖父が 駅前の店主は 島の住民は 記者が 子どもたちが 誰もが 担当者は`),
	strings.Fields(`市場の近くで 橋の上で 会議の後に 病院の前で 古い倉庫で 雨の中で 役所の窓口で 川沿いの道で 朝の電車で 図書館で 海の見える丘で`),
	strings.Fields(`予算の使い道を 運賃の値上げを 台風への備えを 学校の統合を 新しい時刻表を 魚の値段を 港の工事を 空き家の問題を 観光客の増加を 灯台の歴史を お茶の収穫を`),
	strings.Fields(`詳しく説明した。 心配している。 初めて知った。 話し合うべきだ。 忘れていたようだ。 丁寧に調べた。 反対している。 支持すると述べた。 もう一度考えたい。 誰も信じなかった。 静かに見守っている。 約束したはずだ。`),
}
