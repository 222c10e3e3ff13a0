/**
 * Tokens that Presidio's evaluator leaves out of a span's bounds: punctuation, white space, words of addresses and ages
 * (presidio-research, skipwords.py), and English stop words as spaCy counts them.
 */
export const isSkipped = (token: string): boolean => /^[\s\p{P}\p{S}]*$/u.test(token) || words.has(token.toLowerCase());

const words: ReadonlySet<string> = new Set(
  `'s ’s street st de rue via and a the or do as of day address country state city zip po apt unit corner p.o box suite mr mrs miss
year years y/o month months old morning noon afternoon night evening this first last week weeks weekend days age ago inc ltd
about above across after afterwards again against all almost alone along already also although always am among amongst amount an
another any anyhow anyone anything anyway anywhere are around at back be became because become becomes becoming been before
beforehand behind being below beside besides between beyond both bottom but by ca call can cannot could did does doing done down due
during each eight either eleven else elsewhere empty enough even ever every everyone everything everywhere except few fifteen fifty
five for former formerly forty four from front full further get give go had has have he hence her here hereafter hereby herein
hereupon hers herself him himself his how however hundred i if in indeed into is it its itself just keep latter latterly least less
made make many may me meanwhile might mine more moreover most mostly move much must my myself name namely neither never nevertheless
next nine no nobody none noone nor not nothing now nowhere n't off often on once one only onto other others otherwise our ours
ourselves out over own part per perhaps please put quite rather re really regarding same say see seem seemed seeming seems serious
several she should show side since six sixty so some somehow someone something sometime sometimes somewhere still such take ten than
that their them themselves then thence there thereafter thereby therefore therein thereupon these they third those though three
through throughout thru thus to together too top toward towards twelve twenty two under unless until up upon us used using various
very was we well were what whatever when whence whenever where whereafter whereas whereby wherein whereupon wherever whether which
while whither who whoever whole whom whose why will with within without would yet you your yours yourself yourselves`.split(/\s+/),
);
