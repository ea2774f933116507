package followups

import "slices"

// speeches are the languages that are read. English is always on.
var speeches = slices.Concat(english, romance, northern, eastAsian)

var english = []speech{{
	tag:    "en",
	labels: [5]string{"Update", "Correction", "Clarification", "Retraction", "Note"}, colon: ": ",
	nouns: kinds{
		update:        "update|updates|edit|edits|addendum|edited to add|edit to add|postscript",
		correction:    "correction|corrections|erratum|errata",
		clarification: "clarification|clarifications",
		retraction:    "retraction",
	},
	participles: kinds{update: "updated|edited", correction: "corrected", clarification: "clarified", retraction: "retracted"},
	sections: kinds{
		update:        "updates|addenda|later updates|story updates",
		correction:    "corrections|errata|corrections and clarifications|corrections & clarifications",
		clarification: "clarifications",
	},
	ordinals: "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth",
	note:     "editor's note|editors' note|editors note|editor note|note from the editor|note from the editors",
	noteVerbs: "updated|corrected|amended|clarified|revised|removed|retracted|changed|earlier version|previous version|originally|" +
		"misstated|incorrectly",
	months: "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|" +
		"november nov|december dec",
	weekdays:   "monday mon|tuesday tues tue|wednesday wed|thursday thurs thur thu|friday fri|saturday sat|sunday sun",
	joiners:    "at|on|as of|of|the|and|around|about",
	clockMarks: "h|hrs|hours",
	am:         "a.m.|am|a.m", pm: "p.m.|pm|p.m",
	today: "today|tonight|this morning|this afternoon|this evening|same day", yesterday: "yesterday|last night",
	units: "minute|minutes|hour|hours|day|days|week|weeks|month|months|year|years", later: "later|ago|after|on",
	freshness: "last updated|last modified|last edited|last revised|last reviewed|first published|originally published|" +
		"published|posted|updated|modified|this story was last updated|this article was last updated|this page was last updated|" +
		"this post was last updated|this story was last modified|this article was last modified|date updated|updated at",
	subjects: "this story|this article|this post|this report|this piece|this page|this column|this item|this entry|this list|" +
		"this review|the story|the article|the post|our story|this news story|this advisory|this blog post|this headline|" +
		"the headline of this story|the headline of this article|the headline on this story|the headline on this article|" +
		"a previous version of this story|the story above|the article above",
	changed: kinds{
		update: "was updated|has been updated|has since been updated|has also been updated|was later updated|was revised|" +
			"has been revised|was edited|has been edited|has since been edited|was modified|has been modified|was amended|" +
			"has been amended|has since been amended|was changed|has been changed|was last updated",
		correction:    "was corrected|has been corrected|has since been corrected|was later corrected",
		clarification: "was clarified|has been clarified|has since been clarified",
		retraction:    "was retracted|has been retracted|has since been retracted|was withdrawn|has been withdrawn",
	},
	purpose: "to|with|after|because|following|since|in order to",
	aims: "to include|to reflect|to add|to note|to clarify|to correct|to remove|to fix|to show|to say|to explain|to provide|" +
		"to incorporate|to mention|to attribute|to make clear|with comment|with comments|with a comment|with response|" +
		"with a response|with reaction|with a statement|with statements|with details|with more details|with new details|" +
		"with information|with more information|with new information|with quotes",
	adds: "comment|comments|response|responses|statement|statements|reaction|reactions|reply|details|information|quotes|" +
		"remarks|confirmation|background|results|figures",
	vague: "to|with|and|or|the|a|an|of|in|on|at|this|story|article|for|include|reflect|add|additional|new|more|further|latest|" +
		"updated|update|information|details|detail|developments|reporting|context|clarity|style|length|formatting|links|link|" +
		"typo|typos|grammar|throughout|breaking|news|fix|it|some|minor|changes|multiple|times|several|since|publication|published|" +
		"first|was|been|has|have|is|quotes|content|material",
	earlier: "an earlier version|a previous version|a prior version|earlier versions|previous versions|the original version|" +
		"an earlier headline|a previous headline",
	tail: "advertisement|advertisements|sponsored content|sponsored|story continues below|article continues below|" +
		"continue reading below|sign up for|sign up to|subscribe to|subscribe now|subscribe today|get our newsletter|" +
		"support our journalism|support local journalism|donate|share this|share on|tweet this|follow us|follow him on|" +
		"follow her on|follow them on|print this|related:|related stories|related articles|related coverage|related|" +
		"read more:|read more|read next|read also|see also:|more from|more on this|more:|also read|you may also like|" +
		"recommended|copyright|©|(c) 20|all rights reserved|reporting by|additional reporting by|editing by|with files from|" +
		"with reporting by|photo by|photos by|photograph by|have a tip|got a tip|have a news tip|do you have a tip|" +
		"comments are closed|filed under|tags:|topics:|about the author|about the authors|about the writer|contact the reporter|" +
		"contact the author|the associated press contributed|reuters contributed|download our app|join the conversation",
	triggers: "comment|comments|statement|statements|respond|responded|response|responses|reply|replied|update|updates|updated|" +
		"developing|reached|reach|contacted|contact|hear|emailed|calls|call|messages|questions|inquiries|inquiry|answer|" +
		"answered|e-mailed|come|follow|reaction|emails|email",
	fillers: "immediately|right|away|repeatedly|multiple|several|repeated|two|three|our|a|an|any|further|additional|" +
		"written|phone|telephone|initially|also|now|still|again|already|directly|breaking|separately|both|numerous|many|" +
		"either|previously|since|even|just|then|more|the|news|this",
	explicit: "will/shall update story/article/post/report/piece/page/entry/advisory/it if/when/once/as/should/with/after/" +
		"upon/pending/until/accordingly|" +
		"will update if/when/once/as/should|will update here if/when/once/as/should|" +
		"story/article/post/report/piece/page/entry/advisory will/shall be updated|" +
		"story/article/post/report/piece/page/entry/advisory is developing and will be updated|" +
		"will report/share/publish/post/add/include/provide X if/when/once/as/should we/they/it/he/she/i/one " +
		"hear/hears/receive/receives/get/gets/respond/responds/reply/replies/learn/learns/answer/answers/have/becomes/arrives|" +
		"will report/publish/update/share if/when/once we/i/they/it/he/she hear/hears/receive/get/respond/responds/reply/replies|" +
		"will add/include/publish their/its/his/her/response/comment/comments/statement/reply if/when/once/should|" +
		"will let you know if/when/once/as|" +
		"is developing story|story is developing|^ developing story $|" +
		"check/checking back for/soon/later/here updates/update/details/developments $|check/checking back for updates/details as/on/throughout/later/here/soon|" +
		"^ check back soon/later $|check back soon/later/here for updates/details|^ to come/follow $|" +
		"^ updates/details to come/follow $|stay tuned for updates/details $",
	never: "in the future|daily|weekly|monthly|regularly|periodically|from time to time|every|each|yearly|annually|" +
		"firmware|software|will not be updated|no longer be updated|will never|won't be updated",
	pending: "reached/reach out to X for comment/statement/response/clarification/reaction/reply/interview/confirmation|" +
		"reached/reach to X for comment/statement/response/clarification/reaction/reply|" +
		"reached/reach out X for comment/statement/response|contacted X for comment/statement/response/clarification/reaction/reply|" +
		"asked X for comment|has/have asked X for comment/statement/response/clarification/reply/reaction|" +
		"emailed/e-mailed/called/messaged X for comment/statement/response|" +
		"sought/seeking comment/response/statement/reaction from X|requested/requesting comment/statement/response from X|" +
		"awaiting comment/response/statement/reply/answer/answers from X|" +
		"waiting for comment/response/statement/reply/answer/answers from X|waiting to hear/hear back from X|" +
		"waiting to hear from X|waiting on response/comment/statement from X|approached X for comment/statement/response|" +
		"has/have been asked/approached/contacted for comment/statement/response/reaction|put questions to X",
	ours: "reached/reach out to X|reached/reach to X|contacted X|asked X for comment/statement/response/clarification/reply/reaction/interview|" +
		"asked X whether/about/if/how/why|emailed X|have questions in/out to X|have sent questions to X|sent questions to X",
	us: "we|i|our newsroom|this newspaper|this news organization|this reporter|the newsroom|has reached to|" +
		"have reached to|our reporters|our reporter|our team",
	noReply: "did/does/has/have/had not yet? respond/responded/reply/replied to request/requests/email/emails/" +
		"e-mail/e-mails/call/calls/message/messages/inquiry/inquiries/question/questions/voicemail/voicemails/query/queries " +
		"for/seeking/from/about/by/on/sent/left/asking/before/in/as/$|" +
		"did/has/have/had not yet? respond/responded/reply/replied/answer/answered by/before/in publication/press/deadline/time|" +
		"did/has/have/had not yet? respond/responded/reply/replied for/with comment|" +
		"did/has/have/had not yet? return/returned X call/calls/message/messages/email/emails/request/requests|" +
		"did/has/have/had not yet? return/returned call/calls/message/messages/email/emails/request/requests|" +
		"did/has/have/had not yet? answer/answered/acknowledge/acknowledged request/requests/email/emails/call/calls/questions/messages|" +
		"did/has/have/had not yet? comment/commented $|" +
		"did/has/have/had not yet? provide/provided comment/statement/response|" +
		"could not be reached|was/were not available/reachable for comment|" +
		"was/were unavailable/unreachable for comment|has/have/had yet to respond/reply/comment/answer|" +
		"ignored request/requests for comment",
	after:   "to treatment|treatment",
	clauses: ", but |, and |, while | and the | but ",
	response: "responded|replied|answered|said in statement|in a statement|in an email|in an e-mail|in a text message|told us|told me|" +
		"confirmed|declined|denied|got back to us|issued a statement|sent a statement|provided a statement|released a statement|" +
		"responds|replies|confirms|denies|declines|acknowledged|acknowledges|sent us|wrote back|called back|refused to comment|no comment",
	says: "said|says|told|wrote|writes|announced|announces|stated|added|apologized|apologised|explained",
}}
