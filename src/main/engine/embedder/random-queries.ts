/**
 * Short queries about nothing in particular, each about something else: what a query reaches that has nothing to do with a label.
 * Half name a subject, the others a form, a manner or a small thing. Written for this purpose.
 */
export const randomQueries: readonly string[] = [
  ...split(`
    bee keeping | wooden bridges | tax on sugar | lost umbrellas | moonlight | tennis shoes | lighthouse keepers | vinegar | dentist visits
    old railway stations | pottery | a broken window | wind speed | football chants | glass blowing | tea with milk | garden gnomes
    solar eclipses | blood pressure | beards | stamps | sleeping bags | rain on the roof | a trip to the zoo | mathematics of knots
    parking tickets | sourdough | harbour towns | tropical fish | winter tyres | volcanic ash | mortgage payments | barbers | eagles
    chess openings | carpets | migrating geese | fossils in limestone | lemonade stands | passport photographs | steel mills | hiccups
    school uniforms | bus timetables | cactus | the price of copper | ice skating | wallpaper patterns | vaccination | donkeys | salt mines
    bicycle repair | moths | opera singers | elevators | coastal erosion | leap years | mustard | hand puppets | street lamps | glaciers
    insurance claims | thunder | neighbours who are noisy | jam making | submarines | wheat harvest | fingerprints | sign language
    left-handed people | orchids | crossword puzzles | traffic lights | cheese | comets | tailors | goats on a hill | sunburn | tunnels
    the history of paper | marathon training | snow chains | pencils | public libraries | stage lighting | rice fields | night shifts
    soap bubbles | hospital food | cartographers | parrots | raincoats | mountain huts | a second-hand car | vending machines | oak trees
    fire drills | the speed of sound | cinnamon | broken promises | circus tents | electricity meters | seaweed | train conductors`),
  ...split(`
    very long words | text in two columns | questions without an answer | written in a hurry | names with a hyphen | the letter k
    a list of three things | numbers below ten | sounds like a teacher | mentions a relative | short replies | a change of topic
    polite but firm | the past perfect | sentences with two verbs | something in brackets | an unusual adjective | talks to a child
    repeats itself | a date without a year | gives an example | starts with a verb | whispered words | mixed metaphors | a rhyme
    two people who disagree | counts backwards | says it twice | refers to a picture | ends abruptly | a word from Greek | quotes a song
    compares sizes | asks for a favour | uses the passive | dry humour | a promise to call back | instructions for guests | capital letters
    a typing error | contrasts old and new | a formal greeting | spelled-out numbers | the word yellow | lines of equal length | a slogan
    describes a smell | a footnote | speaks of oneself | a polite lie | plural of a foreign word | leaves out the subject | a nickname
    boring details | a question about time | approximate amounts | mentions a colour | an abbreviation | hesitates | an email signature
    talks about tomorrow | a title without a verb | jokes about work | a reason that is not given | many commas | an order to stop | a pun
    explains a rule | the singular | a weak argument | small print | speaks about the weather | words of one syllable | calls for help
    gives thanks | first things first | a curse | tells a secret | invites somebody | a comment in the margin | addresses a crowd
    a half sentence | quotes within quotes | complains about noise | a strange comparison | adds a warning | a translated phrase
    introduces a friend | says no | percent of something | a table with one row | offers a choice | an indirect question | sums it up`),
]

function split(queries: string): readonly string[] {
  return queries.split(/[|\n]/).flatMap((query) => query.trim() || [])
}
