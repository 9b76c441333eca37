"""Given names that one person goes by: the forms of a row are used for one another, in the languages named beside it.

A row is evidence for a person to look at, never a conclusion. Names are folded.
"""

from __future__ import annotations

from collections.abc import Set

_ROWS = """
abigail abby gail
abraham abe avraham
albert al bert alberto
alexander alex alexandre alexandra alejandro alessandro aleksandr aleksander aleksandra alec sandy sacha xander oleksandr
alexandra alex sandra sasha alexa alix
alfred fred alf alfredo
alison ali allison
amanda mandy
andrew andy drew andre andrea andreas andrey andrei andrzej anders andreu
angela angie
anna ann anne annie anya ania hannah annika
anthony tony antonio antoine anton toni antoni
antonio toni tono antonino nino
arthur art artur arturo
barbara barb barbie
benjamin ben benny benji
bernard bernie bernd bernhard bernardo
beatrice bea beatriz trixie
bradley brad
caroline carrie carolin carolina caro
catherine cathy kate katie cat katherine kathy kathryn katharina catarina katarina ekaterina katya katja kitty caterina katrin
charles charlie chuck carl karl carlos charly
christian chris christiaan cristian kris
christine chris christina tina kristina christiane cristina chrissy
christopher chris kit topher christoph christophe cristobal christof
clifford cliff
constantine costas kostas konstantin dinos constantin
cynthia cindy
daniel dan danny daniela daniele dani danilo
david dave dafydd davy davide davey
deborah debbie deb debora
dmitry dima dmitri dimitri dimitrios dmitriy dimitris mitya
donald don donnie
dorothy dot dorothea dorothee
douglas doug
edward ed eddie ted ned eduard eduardo edouard edoardo
elizabeth liz beth betty betsy lizzie eliza elisabeth elisabetta lisa liza bess elsbeth isabel lisbeth
emanuel manny manuel emmanuel manolo manu
emily emmy emilie emilia
eric erik rick erick erich
eugene gene evgeny evgenii yevgeny eugenio zhenya evgeniy
eva eve evie
evangelos vangelis
federico fede rico
felix felice
fernando nando ferran
florence flo
francis frank fran francisco francesco franz francois paco pancho frans franck
frances fran francesca fanny francoise francisca
frederick fred freddie rick friedrich frederic federico fritz frederik
gabriel gabe gabriele gabi gaby
gabriela gabi gaby gabriella gabriele
george georg georges jorge giorgio yuri jiri jerzy gheorghe jurgen georgios yorgos
gerald gerry jerry gerard gerhard gerd
gertrude trudy gertrud
gillian gill jill
giovanni gianni gio
giuseppe peppe beppe pino
gregory greg gregor grigory grigori grigoris
gustavo gus gustav gustaf
gwendolyn gwen
harold harry hal
harriet hattie
hector tito
helen helena ellen elena nell lena helene eleni
henry harry hank henri enrique heinrich enrico hendrik henrik henk heinz
herbert herb bert
hugh hugo hughie
ignacio nacho
inmaculada inma
irene irina ira irena
isaac ike yitzhak itzik
isabel isabella isabelle bella izzy belle isa
ivan vanya iwan
jacob jake jakob jacques jaap jakub iacopo jacobo kuba
jacqueline jacqui jackie
james jim jimmy jamie jaime diego iago santiago
janet jan jannet
jaroslav jarda slava yaroslav
jason jay
jeffrey jeff geoffrey geoff
jennifer jen jenny jenn
jeremy jerry jeremie
jessica jess jessie
joachim jo jochen joaquim joaquin quim
joan joanie jo
joanna jo joanne asia johanna
john jack johnny jon johan johann johannes hans jan jean juan joao giovanni ivan ian sean jens yannis ioannis
jonathan jon john jonny yonatan
jose pepe chema josep joseph pep
joseph joe joey jose josef giuseppe josep jozef yosef iosif sepp josh
joshua josh
judith judy jude
julia julie giulia yulia yuliya juliette
katherine kate kathy katie kat kay
kenneth ken kenny
kimberly kim
larissa lara larisa
laura laurie
lawrence larry laurence laurent lorenzo laurie lars lorenz
leonard leo len lenny leonardo leonid
lenhart len
leonid lenya lyonya
lewis lew lou louis
louis lou luis luigi lewis ludwig lluis
lucas luke luca lukas luc lukasz
lucy lucia lucie luci
ludmila mila lyudmila luda
luis lucho lluis luiz
madeleine maddy madeline magdalena
magdalena magda lena madalena
manuel manolo manu
margaret maggie meg peggy greta margarita marguerite margot margo rita madge margarete margret margherita
maria mary marie marija mariya masha marja maryam miriam mara mari
maria-teresa maite mayte maria-tereza
mariateresa maite mayte
marcus marc mark marco marcos markus marek
martha marta
martin marty martijn marten martino
mary molly polly maria marie
matthew matt matthias matteo mathieu mats mateo matthieu mathias matej mateusz matija
matilda tilly mathilde
maximilian max maxim maxime massimiliano maksim
melissa mel missy
michael mike mick mickey mikhail michel miguel michele misha mikael mihai michal mischa micha mihail mikhael
mikhail misha mihail michael
mitchell mitch mitchel
mohammed mohamed mohammad muhammad mohd md mo mehmet muhammed mohamad
nancy nan
natalia natasha natalie nathalie nataliya nataly
nathaniel nate nat nathan nathanael
nicholas nick nicky nicolas nikolas nikolaus nikolai nicola niko klaus niccolo nikolaos nikolay mikolaj nikos nils niels claus
olga olya
oliver olivier ollie oli
olivia livia liv
pamela pam
patricia pat patty patti trish tricia
patrick pat paddy patrice patricio padraig patrik
paul pavel pablo paolo paulo pawel pau pol
peter pete pierre pedro petr pietro piotr petros pjotr pyotr pieter piet per pere
philip phil phillip philippe filip felipe filippo philipp
priscilla cilla
rachel rach rachael raquel
raymond ray raimund ramon
rebecca becky becca bec rebekah
reginald reg reggie
richard rick dick rich richie ricardo riccardo ricky
robert rob bob bobby robbie bert roberto rupert robin
roderick rod
roger rog ruggero
roland roly rolando
ronald ron ronnie
rosemary rose rosie
rudolf rudi rudy rodolfo
ruth ruthie
samantha sam
samuel sam sammy shmuel
sebastian seb bastian sebastien basti sebastiano
sergey sergei sergio serge serhii sergii serhiy
sophia sophie sofia sonja sonya sofie zofia
stanley stan
stanislaw stan stanislav
stephanie steph stefanie stefania
stephen steve steven stefan stefano stephane esteban etienne stevie istvan szczepan stefanos
susan sue suzanne susanne suzy susie susanna zsuzsanna susana
svetlana sveta lana
tatiana tanya tania tatyana
terence terry terrence
teresa terry tess theresa therese tere
theodore ted theo teddy theodor fyodor todor teo
therese terry tess theresa teresa
thomas tom tommy tomas tommaso tomasz tomaz thom tamas
timothy tim timmy timofey
tobias toby tobi
ulrich uli ulli
umberto berto
ursula ulla uschi ulli
valentin val valentina valentine
valeria val valerie valeriya
vasily vasya vassilis vasilis vasilios bill vasiliy
veronica ronnie vera veronika
victor vic vik vicente viktor vitya vittorio
victoria vicky tori vicki viktoria viktoriya
vincent vince vinny vicente vincenzo
virginia ginny
vladimir vova volodya vlad volodymyr wladimir
volodymyr vladimir
walter walt wally
wilhelm willi willy
william bill will billy willy liam guillaume guillermo wilhelm guglielmo willem wim guillem
yaakov jacob kobi yakov
yevgeny evgeny zhenya eugene
yekaterina katya ekaterina catherine
zachary zach zack
"""

_GROUPS: dict[str, set[int]] = {}
for _number, _row in enumerate(_ROWS.split("\n")):
    for _name in _row.split():
        _GROUPS.setdefault(_name, set()).add(_number)


def rows(name: str) -> Set[int]:
    """The rows that a folded given name stands in: two with one in common may be forms of one name."""
    return _GROUPS.get(name, frozenset())
