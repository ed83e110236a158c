#include "pipeline/data/platform_private.h"

#define RESPONSE_ID PARADATA_RESPONSE_ID
#define TOKEN       PARADATA_TOKEN
#define START       PARADATA_START
#define END         PARADATA_END
#define SUBMIT      PARADATA_SUBMIT
#define RECORDED    PARADATA_RECORDED
#define DURATION    PARADATA_DURATION
#define PAGE        PARADATA_PAGE_TIME
#define LANGUAGE    PARADATA_LANGUAGE
#define FINISHED    PARADATA_FINISHED
#define PROGRESS    PARADATA_PROGRESS
#define LAST_PAGE   PARADATA_LAST_PAGE
#define STATUS      PARADATA_STATUS
#define CHANNEL     PARADATA_CHANNEL
#define TECHNICAL   PARADATA_TECHNICAL

/* clang-format off */

/* Heading codes; then the same as texts, in English and Italian. */
static const struct platform_field limesurvey[] = {
	{ "id", RESPONSE_ID, 0 },        { "responseid", RESPONSE_ID, 0 },
	{ "idrisposta", RESPONSE_ID, 0 }, { "iddellarisposta", RESPONSE_ID, 0 },
	{ "submitdate", SUBMIT, 1 },     { "datesubmitted", SUBMIT, 1 },
	{ "datainvio", SUBMIT, 1 },      { "datadiinvio", SUBMIT, 1 },
	{ "lastpage", LAST_PAGE, 1 },    { "ultimapagina", LAST_PAGE, 1 },
	{ "startlanguage", LANGUAGE, 2 }, { "linguainiziale", LANGUAGE, 2 },
	{ "linguadiinizio", LANGUAGE, 2 },
	{ "seed", TECHNICAL, 0 },        { "seme", TECHNICAL, 0 },
	{ "token", TOKEN, 0 },           { "accesscode", TOKEN, 1 },
	{ "codicediaccesso", TOKEN, 1 },
	{ "startdate", START, 0 },       { "datestarted", START, 1 },
	{ "datadiinizio", START, 0 },    { "datainizio", START, 0 },
	{ "datestamp", END, 1 },         { "datelastaction", END, 2 },
	{ "datadellultimaazione", END, 2 }, { "dataultimaazione", END, 2 },
	{ "ipaddr", TECHNICAL, 1 },      { "ipaddress", TECHNICAL, 0 },
	{ "indirizzoip", TECHNICAL, 0 },
	{ "refurl", TECHNICAL, 1 },      { "referrerurl", TECHNICAL, 1 },
	{ "urlreferrer", TECHNICAL, 1 }, { "urlreferente", TECHNICAL, 1 },
	{ "interviewtime", DURATION, 2 }, { "totaltime", DURATION, 0 },
	{ "tempototale", DURATION, 0 },
	{ "grouptime*", PAGE, 1 },       { "tempogruppo*", PAGE, 1 },
	{ "tempodelgruppo*", PAGE, 1 },
	{ NULL, PARADATA_NONE, 0 }
};

static const struct platform_field eusurvey[] = {
	{ "contributionid", RESPONSE_ID, 2 }, { "idcontributo", RESPONSE_ID, 2 },
	{ "iddelcontributo", RESPONSE_ID, 2 },
	{ "invitationnumber", TOKEN, 2 },     { "numerodiinvito", TOKEN, 2 },
	{ "numeroinvito", TOKEN, 2 },
	{ "creationdate", START, 1 },         { "datadicreazione", START, 1 },
	{ "datacreazione", START, 1 },
	{ "lastupdate", END, 1 },             { "ultimoaggiornamento", END, 1 },
	{ "languages", LANGUAGE, 0 },         { "language", LANGUAGE, 0 },
	{ "lingue", LANGUAGE, 0 },            { "lingua", LANGUAGE, 0 },
	{ "username", TECHNICAL, 0 },         { "nomeutente", TECHNICAL, 0 },
	{ "totalscore", TECHNICAL, 0 },       { "punteggiototale", TECHNICAL, 0 },
	{ NULL, PARADATA_NONE, 0 }
};

static const struct platform_field kobotoolbox[] = {
	{ "_uuid", RESPONSE_ID, 1 },          { "_id", RESPONSE_ID, 1 },
	{ "start", START, 0 },                { "end", END, 0 },
	{ "_submission_time", RECORDED, 2 },  { "today", TECHNICAL, 0 },
	{ "_validation_status", TECHNICAL, 2 }, { "_notes", TECHNICAL, 1 },
	{ "_status", TECHNICAL, 1 },          { "_submitted_by", TECHNICAL, 1 },
	{ "__version__", TECHNICAL, 1 },      { "_version_", TECHNICAL, 1 },
	{ "_tags", TECHNICAL, 1 },            { "_index", TECHNICAL, 1 },
	{ "_parent_index", TECHNICAL, 1 },    { "_parent_table_name", TECHNICAL, 1 },
	{ "_attachments", TECHNICAL, 1 },     { "_geolocation", TECHNICAL, 1 },
	{ "_xform_id_string", TECHNICAL, 1 }, { "_bamboo_dataset_id", TECHNICAL, 1 },
	{ "instanceid", TECHNICAL, 0 },       { "instancename", TECHNICAL, 0 },
	{ "rootuuid", TECHNICAL, 0 },         { "deprecatedid", TECHNICAL, 0 },
	{ "deviceid", TECHNICAL, 0 },         { "username", TECHNICAL, 0 },
	{ "phonenumber", TECHNICAL, 0 },      { "simserial", TECHNICAL, 0 },
	{ "subscriberid", TECHNICAL, 0 },     { "audit", TECHNICAL, 0 },
	{ NULL, PARADATA_NONE, 0 }
};

static const struct platform_field odk[] = {
	{ "key", RESPONSE_ID, 1 },            { "metainstanceid", RESPONSE_ID, 1 },
	{ "instanceid", RESPONSE_ID, 0 },     { "parent_key", TECHNICAL, 1 },
	{ "setof*", TECHNICAL, 0 },           { "start", START, 0 },
	{ "starttime", START, 0 },            { "end", END, 0 },
	{ "endtime", END, 0 },                { "submissiondate", RECORDED, 2 },
	{ "today", TECHNICAL, 0 },            { "isvalidated", TECHNICAL, 1 },
	{ "submitterid", TECHNICAL, 1 },      { "submittername", TECHNICAL, 1 },
	{ "attachmentspresent", TECHNICAL, 1 }, { "attachmentsexpected", TECHNICAL, 1 },
	{ "reviewstate", TECHNICAL, 1 },      { "formversion", TECHNICAL, 1 },
	{ "status", TECHNICAL, 0 },           { "edits", TECHNICAL, 0 },
	{ "deviceid", TECHNICAL, 0 },         { "username", TECHNICAL, 0 },
	{ "metainstancename", TECHNICAL, 1 }, { "metaentity*", TECHNICAL, 0 },
	{ "instancename", TECHNICAL, 0 },     { "audit", TECHNICAL, 0 },
	{ "metaaudit", TECHNICAL, 0 },        { "phonenumber", TECHNICAL, 0 },
	{ "simserial", TECHNICAL, 0 },        { "subscriberid", TECHNICAL, 0 },
	{ NULL, PARADATA_NONE, 0 }
};

/* The time stamp's heading is of the account's language. */
static const struct platform_field google_forms[] = {
	{ "timestamp", SUBMIT, 1 },           { "informazionicronologiche", SUBMIT, 2 },
	{ "horodateur", SUBMIT, 2 },          { "zeitstempel", SUBMIT, 1 },
	{ "marcatemporal", SUBMIT, 2 },       { "carimbodedatahora", SUBMIT, 2 },
	{ "carimbodedataehora", SUBMIT, 2 },
	{ "sygnaturaczasowa", SUBMIT, 2 },    { "tijdstempel", SUBMIT, 1 },
	{ "emailaddress", TECHNICAL, 0 },     { "indirizzoemail", TECHNICAL, 0 },
	{ "username", TECHNICAL, 0 },         { "nomeutente", TECHNICAL, 0 },
	{ "score", TECHNICAL, 0 },            { "punteggio", TECHNICAL, 0 },
	{ NULL, PARADATA_NONE, 0 }
};

static const struct platform_field microsoft_forms[] = {
	{ "id", RESPONSE_ID, 0 },
	{ "starttime", START, 1 },            { "oradiinizio", START, 1 },
	{ "startzeit", START, 1 },            { "heurededébut", START, 1 },
	{ "horadeinicio", START, 1 },
	{ "completiontime", SUBMIT, 2 },      { "oradicompletamento", SUBMIT, 2 },
	{ "fertigstellungszeit", SUBMIT, 2 }, { "heuredefin", SUBMIT, 1 },
	{ "horadefinalización", SUBMIT, 1 },
	{ "email", TECHNICAL, 0 },            { "name", TECHNICAL, 0 },
	{ "postaelettronica", TECHNICAL, 0 }, { "nome", TECHNICAL, 0 },
	{ "indirizzodipostaelettronica", TECHNICAL, 0 },
	{ "language", LANGUAGE, 0 },          { "lingua", LANGUAGE, 0 },
	{ "totalpoints", TECHNICAL, 1 },      { "quizfeedback", TECHNICAL, 1 },
	{ "gradepostedtime", TECHNICAL, 1 },
	{ "lastmodifiedtime", TECHNICAL, 1 }, { "oradellultimamodifica", TECHNICAL, 1 },
	{ "oraultimamodifica", TECHNICAL, 1 },
	{ NULL, PARADATA_NONE, 0 }
};

static const struct platform_field qualtrics[] = {
	{ "responseid", RESPONSE_ID, 0 },     { "responseset", TECHNICAL, 2 },
	{ "startdate", START, 0 },            { "enddate", END, 0 },
	{ "recordeddate", RECORDED, 2 },      { "durationinseconds", DURATION, 1 },
	{ "status", STATUS, 0 },              { "responsetype", STATUS, 0 },
	{ "distributionchannel", CHANNEL, 2 }, { "progress", PROGRESS, 1 },
	{ "finished", FINISHED, 1 },          { "userlanguage", LANGUAGE, 1 },
	{ "externalreference", TOKEN, 0 },    { "externaldatareference", TOKEN, 0 },
	{ "ipaddress", TECHNICAL, 0 },
	{ "recipientlastname", TECHNICAL, 1 }, { "recipientfirstname", TECHNICAL, 1 },
	{ "recipientemail", TECHNICAL, 1 },   { "emailaddress", TECHNICAL, 0 },
	{ "name", TECHNICAL, 0 },
	{ "locationlatitude", TECHNICAL, 1 }, { "locationlongitude", TECHNICAL, 1 },
	{ "locationaccuracy", TECHNICAL, 1 },
	{ "*_pagesubmit", PAGE, 1 },          { "*_firstclick", TECHNICAL, 1 },
	{ "*_lastclick", TECHNICAL, 1 },      { "*_clickcount", TECHNICAL, 1 },
	{ "browser", TECHNICAL, 0 },          { "*_browser", TECHNICAL, 0 },
	{ "version", TECHNICAL, 0 },          { "*_version", TECHNICAL, 0 },
	{ "operatingsystem", TECHNICAL, 0 },  { "*_operatingsystem", TECHNICAL, 0 },
	{ "resolution", TECHNICAL, 0 },       { "*_resolution", TECHNICAL, 0 },
	{ "q_recaptchascore", TECHNICAL, 1 }, { "q_duplicaterespondent", TECHNICAL, 1 },
	{ "q_relevantidduplicate*", TECHNICAL, 1 },
	{ "q_relevantidfraudscore", TECHNICAL, 1 },
	{ "q_relevantidlaststartdate", TECHNICAL, 1 },
	{ "q_unansweredpercentage", TECHNICAL, 1 },
	{ "q_unansweredquestions", TECHNICAL, 1 },
	{ "q_ballotboxstuffing", TECHNICAL, 1 }, { "q_terminateflag", TECHNICAL, 1 },
	{ "q_totalduration", TECHNICAL, 1 },
	{ NULL, PARADATA_NONE, 0 }
};

static const struct platform_field surveymonkey[] = {
	{ "respondentid", RESPONSE_ID, 1 },   { "collectorid", CHANNEL, 2 },
	{ "startdate", START, 0 },            { "datecreated", START, 1 },
	{ "enddate", END, 0 },                { "datemodified", END, 1 },
	{ "ipaddress", TECHNICAL, 0 },        { "emailaddress", TECHNICAL, 0 },
	{ "firstname", TECHNICAL, 0 },        { "lastname", TECHNICAL, 0 },
	{ "customdata*", TECHNICAL, 1 },      { "customvalue*", TECHNICAL, 0 },
	{ "languagecode", LANGUAGE, 0 },      { "language", LANGUAGE, 0 },
	{ NULL, PARADATA_NONE, 0 }
};

/* Raw headings, then labels. */
static const struct platform_field redcap[] = {
	{ "record_id", RESPONSE_ID, 1 },      { "recordid", RESPONSE_ID, 1 },
	{ "redcap_survey_identifier", TOKEN, 2 }, { "surveyidentifier", TOKEN, 1 },
	{ "redcap_event_name", TECHNICAL, 2 }, { "eventname", TECHNICAL, 1 },
	{ "redcap_repeat_instrument", TECHNICAL, 2 },
	{ "repeatinstrument", TECHNICAL, 1 },
	{ "redcap_repeat_instance", TECHNICAL, 2 },
	{ "repeatinstance", TECHNICAL, 1 },
	{ "redcap_data_access_group", TECHNICAL, 2 },
	{ "dataaccessgroup", TECHNICAL, 1 },
	{ "surveytimestamp", SUBMIT, 1 },     { "*_timestamp", SUBMIT, 0 },
	{ "complete", FINISHED, 1 },          { "*_complete", FINISHED, 1 },
	{ NULL, PARADATA_NONE, 0 }
};

static const struct platform_field typeform[] = {
	{ "#", RESPONSE_ID, 1 },              { "token", RESPONSE_ID, 0 },
	{ "startdateutc", START, 2 },         { "submitdateutc", SUBMIT, 2 },
	{ "stagedateutc", END, 1 },           { "networkid", TECHNICAL, 2 },
	{ "responsetype", FINISHED, 0 },      { "tags", TECHNICAL, 0 },
	{ "ending", TECHNICAL, 0 },
	{ NULL, PARADATA_NONE, 0 }
};

static const struct platform_field alchemer[] = {
	{ "responseid", RESPONSE_ID, 0 },     { "timestarted", START, 2 },
	{ "datesubmitted", SUBMIT, 1 },       { "status", FINISHED, 0 },
	{ "contactid", TOKEN, 1 },            { "legacycomments", TECHNICAL, 1 },
	{ "comments", TECHNICAL, 0 },         { "language", LANGUAGE, 0 },
	{ "referer", TECHNICAL, 1 },          { "sessionid", TECHNICAL, 1 },
	{ "useragent", TECHNICAL, 1 },        { "extendedreferer", TECHNICAL, 1 },
	{ "ipaddress", TECHNICAL, 0 },        { "longitude", TECHNICAL, 0 },
	{ "latitude", TECHNICAL, 0 },         { "country", TECHNICAL, 0 },
	{ "city", TECHNICAL, 0 },             { "stateregion", TECHNICAL, 0 },
	{ "postal", TECHNICAL, 0 },
	{ NULL, PARADATA_NONE, 0 }
};

/* Only what can hardly be a question. */
static const struct platform_field unknown[] = {
	{ "durationinseconds", DURATION, 0 }, { "interviewtime", DURATION, 0 },
	{ "duration", DURATION, 0 },
	{ "start", START, 0 },                { "startdate", START, 0 },
	{ "starttime", START, 0 },            { "startedat", START, 0 },
	{ "oradiinizio", START, 0 },
	{ "end", END, 0 },                    { "enddate", END, 0 },
	{ "endtime", END, 0 },                { "completiontime", END, 0 },
	{ "submitdate", SUBMIT, 0 },          { "submittedat", SUBMIT, 0 },
	{ "datestamp", RECORDED, 0 },         { "oradicompletamento", END, 0 },
	{ NULL, PARADATA_NONE, 0 }
};
/* clang-format on */

static const struct platform limesurvey_platform = {
	.name = "LimeSurvey", .fields = limesurvey, .has_question_times = true
};
static const struct platform eusurvey_platform = { .name = "EUSurvey",
						   .fields = eusurvey };
static const struct platform kobotoolbox_platform = { .name = "KoboToolbox",
						      .fields = kobotoolbox };
static const struct platform odk_platform = { .name = "ODK", .fields = odk };
static const struct platform google_platform = { .name = "Google Forms",
						 .fields = google_forms };
static const struct platform microsoft_platform = { .name = "Microsoft Forms",
						    .fields = microsoft_forms };
static const struct platform qualtrics_platform = { .name = "Qualtrics",
						    .fields = qualtrics,
						    .has_number_codes = true };
static const struct platform surveymonkey_platform = { .name = "SurveyMonkey",
						       .fields = surveymonkey };
static const struct platform redcap_platform = { .name = "REDCap",
						 .fields = redcap };
static const struct platform typeform_platform = { .name = "Typeform",
						   .fields = typeform };
static const struct platform alchemer_platform = { .name = "Alchemer",
						   .fields = alchemer };

const struct platform *const platform_table[] = {
	&limesurvey_platform, &eusurvey_platform,     &kobotoolbox_platform,
	&odk_platform,        &google_platform,       &microsoft_platform,
	&qualtrics_platform,  &surveymonkey_platform, &redcap_platform,
	&typeform_platform,   &alchemer_platform,     NULL,
};

const struct platform platform_unknown = { .name = "", .fields = unknown };
