#include "pipeline/data/place_columns.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/place_fold.h"

#include <string.h>

enum { ALL_KINDS = (1 << PLACE_KINDS) - 1 };

enum {
	OF_SERVICE = 1 << PLACE_SERVICE,
	OF_ORGANISATION = 1 << PLACE_ORGANISATION,
	OF_TERRITORY = 1 << PLACE_TERRITORY,
	OF_POPULATION = 1 << PLACE_POPULATION,
	OF_TIE = 1 << PLACE_TIE,
	OF_LOCATED = OF_SERVICE | OF_ORGANISATION | OF_TERRITORY,
	OF_MUNICIPAL = OF_LOCATED | OF_POPULATION
};

/*
 * The common names, the kinds that have them, and the words for them without
 * blanks and marks, best first, "*" for any end.
 */
static const struct {
	const char *name;
	unsigned kinds;
	const char *words;
} fields[PLACE_FIELDS] = {
	[PLACE_ID] = { "id", ALL_KINDS & ~(unsigned)OF_TIE,
		       "id code codice codiceservizio codicestruttura "
		       "idservizio idstruttura codiceistituto idpagina "
		       "serviceid codiceente" },
	[PLACE_NAME] = { "name", OF_LOCATED,
			 "name denominazione denominazionestruttura "
			 "denominazioneservizio nomeservizio nomestruttura "
			 "servicename servizio service struttura "
			 "presidioospedaliero denominazioneistituto ente nome "
			 "ragionesociale organisation organization titolo "
			 "title territorio territory "
			 "denominazione*" },
	[PLACE_TYPE] = { "type", OF_SERVICE | OF_ORGANISATION | OF_TIE,
			 "type tipo tipologia tiposervizio tipologiaservizio "
			 "tipologiastruttura servicetype category categoria "
			 "natura naturagiuridica formagiuridica settore "
			 "sector" },
	[PLACE_TARGET] = { "target", OF_SERVICE | OF_POPULATION,
			   "target targetgroup gruppotarget utenza "
			   "tipologiautenza destinatari beneficiari group "
			   "gruppo fascia fasciadieta classedieta eta agegroup "
			   "age" },
	[PLACE_ORGANISATION_NAME] = { "organisation", OF_SERVICE,
				      "organisation organization ente entegestore "
				      "gestore provider managedby "
				      "soggettogestore organizzazione titolare "
				      "cooperativa" },
	[PLACE_MUNICIPALITY] = { "municipality", OF_MUNICIPAL,
				 "municipality comune nomecomune comunename "
				 "denominazionecomune comunesede sedecomune "
				 "town city citta localita "
				 "denominazioneinitaliano "
				 "denominazioneitaliana comunedizioneitaliana "
				 "denominazioneitalianaestraniera" },
	[PLACE_MUNICIPALITY_CODE] = { "municipality_code", OF_MUNICIPAL,
				      "municipalitycode codiceistat "
				      "codiceistatcomune codicecomune comuneistat "
				      "istatcomune codcomune codistat istatcode "
				      "codicecomuneformatoalfanumerico "
				      "codicecomunealfanumerico procomt procom "
				      "istat codicecatastale codicebelfiore "
				      "lau laucode" },
	[PLACE_PROVINCE] = { "province", OF_MUNICIPAL,
			     "province provincia siglaprovincia sigla prov "
			     "siglaautomobilistica pv provinceabbreviation "
			     "provinciauts" },
	[PLACE_REGION] = { "region", OF_MUNICIPAL,
			   "region regione denominazioneregione nomeregione "
			   "reg" },
	[PLACE_DISTRICT] = { "district", OF_MUNICIPAL,
			     "district distretto ambito ambitoterritoriale "
			     "ambitosociale zona asl ats ausl asst "
			     "aziendasanitaria usl" },
	[PLACE_ADDRESS] = { "address", OF_LOCATED,
			    "address indirizzo via indirizzosede sede ubicazione "
			    "indirizzo*" },
	[PLACE_POSTCODE] = { "postcode", OF_LOCATED,
			     "postcode cap codicepostale zip postalcode "
			     "zipcode" },
	[PLACE_LATITUDE] = { "latitude", OF_LOCATED,
			     "latitude latitudine lat y coordy coordinatay ycoord "
			     "geolat northing" },
	[PLACE_LONGITUDE] = { "longitude", OF_LOCATED,
			      "longitude longitudine lon lng long x coordx "
			      "coordinatax xcoord geolon easting" },
	[PLACE_COORDINATES] = { "coordinates", OF_LOCATED,
				"coordinates coordinate latlon latlong latlng "
				"coordinategeografiche geo location posizione "
				"geopoint" },
	[PLACE_CAPACITY] = { "capacity", OF_SERVICE,
			     "capacity capacita posti numeroposti nposti "
			     "postiletto postidisponibili postiautorizzati "
			     "postiaccreditati capienza ricettivita beds places "
			     "postiletto* posti*" },
	[PLACE_USERS] = { "users", OF_SERVICE,
			  "users utenti numeroutenti nutenti utenticarico "
			  "utentiincarico assistiti presenze iscritti clients "
			  "totaledetenuti utenti*" },
	[PLACE_STAFF] = { "staff", OF_SERVICE,
			  "staff personale operatori addetti dipendenti "
			  "numerooperatori fte employees" },
	[PLACE_OPENING] = { "opening", OF_SERVICE,
			    "opening apertura orari orario oraridiapertura "
			    "orariodiapertura openinghours giorniapertura "
			    "hours" },
	[PLACE_COST] = { "cost", OF_SERVICE,
			 "cost costo spesa tariffa retta costoannuo budget fee "
			 "price costo* spesa*" },
	[PLACE_LEVEL] = { "level", OF_TERRITORY,
			  "level livello tipoterritorio tipo tipologia type" },
	[PLACE_PARENT] = { "parent", OF_TERRITORY,
			   "parent padre territoriopadre appartenenza "
			   "appartienea partof ente" },
	[PLACE_SINCE] = { "since", OF_LOCATED | OF_TIE,
			  "since dal datainizio validodal validfrom "
			  "iniziovalidita startdate dataapertura inizio" },
	[PLACE_UNTIL] = { "until", OF_LOCATED | OF_TIE,
			  "until al datafine validoal validto finevalidita "
			  "enddate datachiusura fine" },
	[PLACE_PEOPLE] = { "people", OF_POPULATION,
			   "people popolazione population popres residenti "
			   "popolazioneresidente totalepopolazione abitanti "
			   "inhabitants n numero totale total value poplegale "
			   "poplegale popolazionelegale* popolazione* pop*" },
	[PLACE_YEAR] = { "year", OF_POPULATION,
			 "year anno annopopres annoriferimento data date "
			 "annocensimento" },
	[PLACE_FROM] = { "from", OF_TIE,
			 "from da source organisationa organizzazionea entea "
			 "ente1 organisation1 ente organisation organization "
			 "nodoa" },
	[PLACE_TO] = { "to", OF_TIE,
		       "to a target organisationb organizzazioneb enteb ente2 "
		       "organisation2 partner nodob con" },
	[PLACE_WEIGHT] = { "weight", OF_TIE,
			   "weight peso intensita forza strength frequenza "
			   "frequency" },
};

const char *place_field_name(enum place_field field)
{
	return fields[field].name;
}

enum place_field place_field_named(const char *name)
{
	int field = 0;

	while (field < PLACE_FIELDS && strcmp(fields[field].name, name) != 0)
		field++;
	return (enum place_field)field;
}

bool place_kind_has(enum place_kind kind, enum place_field field)
{
	return field < PLACE_FIELDS && fields[field].kinds >> kind & 1;
}

/* ---- headings ---- */

/* The place of KEY in a list of words, or -1. */
static int rank_among(const char *words, const char *key)
{
	size_t key_length = strlen(key);

	for (int rank = 0; *words; rank++) {
		size_t length = strcspn(words, " ");
		bool is_open = words[length - 1] == '*';
		size_t compared = length - is_open;

		if ((is_open ? key_length >= compared
			     : key_length == compared) &&
		    !strncmp(words, key, compared))
			return rank;
		words += length + (words[length] == ' ');
	}
	return -1;
}

struct judged {
	const char **keys; /* of the headings, squeezed */
	bool *is_taken;
	size_t n;
	int *columns;
};

static int find_given(const struct judged *judged, const char *heading)
{
	void *memory = talloc_new(NULL);
	const char *key = place_squeeze(memory, place_fold(memory, heading));
	size_t i = 0;

	while (i < judged->n && strcmp(judged->keys[i], key) != 0)
		i++;
	talloc_free(memory);
	return i < judged->n ? (int)i : PLACE_NO_COLUMN;
}

static int take_given(struct judged *judged,
		      const struct place_headings *headings)
{
	for (size_t i = 0; i < headings->n_given; i++) {
		enum place_field field =
			place_field_named(headings->given_names[i]);
		int column = find_given(judged, headings->given_headings[i]);

		if (column == PLACE_NO_COLUMN)
			return (int)i;
		if (field == PLACE_FIELDS)
			continue;
		judged->columns[field] = column;
		judged->is_taken[column] = true;
	}
	return -1;
}

static void take_best(struct judged *judged, enum place_field field)
{
	int best = -1, least = 0;

	for (size_t i = 0; i < judged->n; i++) {
		int rank = rank_among(fields[field].words, judged->keys[i]);

		if (rank < 0 || judged->is_taken[i] ||
		    (best >= 0 && rank >= least))
			continue;
		best = (int)i;
		least = rank;
	}
	if (best < 0)
		return;
	judged->columns[field] = best;
	judged->is_taken[best] = true;
}

/* Words that several fields share go to the one that needs them most. */
static const enum place_field order[] = {
	PLACE_MUNICIPALITY, PLACE_MUNICIPALITY_CODE,
	PLACE_PROVINCE,     PLACE_FROM,
	PLACE_TO,           PLACE_LEVEL,
	PLACE_NAME,         PLACE_PEOPLE,
	PLACE_TARGET,
};

static bool is_given(const struct place_headings *headings,
		     enum place_field field)
{
	for (size_t i = 0; i < headings->n_given; i++)
		if (place_field_named(headings->given_names[i]) == field)
			return true;
	return false;
}

/* Services under a heading for organisations belong to these: their name is
 * another column, or the organisation's when there is none. */
static void find_organisation(struct judged *judged)
{
	int *name = &judged->columns[PLACE_NAME];
	int *organisation = &judged->columns[PLACE_ORGANISATION_NAME];
	int column = *name;

	if (*organisation == PLACE_NO_COLUMN)
		take_best(judged, PLACE_ORGANISATION_NAME);
	if (column == PLACE_NO_COLUMN || *organisation != PLACE_NO_COLUMN ||
	    rank_among(fields[PLACE_ORGANISATION_NAME].words,
		       judged->keys[column]) < 0)
		return;
	*organisation = column;
	*name = PLACE_NO_COLUMN;
	take_best(judged, PLACE_NAME);
	if (*name == PLACE_NO_COLUMN)
		*name = column;
}

int place_columns(enum place_kind kind, const struct place_headings *headings,
		  int columns[PLACE_FIELDS])
{
	void *memory = talloc_new(NULL);
	struct judged judged = {
		.keys = memory_array(memory, const char *, headings->n),
		.is_taken = memory_array(memory, bool, headings->n),
		.n = headings->n,
		.columns = columns,
	};
	int missing;

	for (int field = 0; field < PLACE_FIELDS; field++)
		columns[field] = PLACE_NO_COLUMN;
	for (size_t i = 0; i < headings->n; i++)
		judged.keys[i] = place_squeeze(
			memory, place_fold(memory, headings->texts[i]));
	missing = take_given(&judged, headings);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (place_kind_has(kind, order[i]) &&
		    columns[order[i]] == PLACE_NO_COLUMN)
			take_best(&judged, order[i]);
	if (kind == PLACE_SERVICE && !is_given(headings, PLACE_NAME))
		find_organisation(&judged);
	for (int field = 0; field < PLACE_FIELDS; field++)
		if (place_kind_has(kind, (enum place_field)field) &&
		    columns[field] == PLACE_NO_COLUMN)
			take_best(&judged, (enum place_field)field);
	talloc_free(memory);
	return missing;
}

/* ---- what each kind needs ---- */

/* One of each list; the first is what a message names. */
static const enum place_field named[] = { PLACE_NAME, PLACE_ID, PLACE_FIELDS },
			      territory[] = { PLACE_NAME, PLACE_ID,
					      PLACE_MUNICIPALITY,
					      PLACE_MUNICIPALITY_CODE,
					      PLACE_FIELDS },
			      people[] = { PLACE_PEOPLE, PLACE_FIELDS },
			      somewhere[] = { PLACE_MUNICIPALITY,
					      PLACE_MUNICIPALITY_CODE,
					      PLACE_ID,
					      PLACE_DISTRICT,
					      PLACE_PROVINCE,
					      PLACE_REGION,
					      PLACE_FIELDS },
			      from[] = { PLACE_FROM, PLACE_FIELDS },
			      to[] = { PLACE_TO, PLACE_FIELDS };

enum { NEEDS = 2 };

static const enum place_field *const needed[PLACE_KINDS][NEEDS] = {
	[PLACE_SERVICE] = { named, NULL },
	[PLACE_ORGANISATION] = { named, NULL },
	[PLACE_TERRITORY] = { territory, NULL },
	[PLACE_POPULATION] = { people, somewhere },
	[PLACE_TIE] = { from, to },
};

static bool has_any(const int columns[PLACE_FIELDS],
		    const enum place_field *any)
{
	for (; *any != PLACE_FIELDS; any++)
		if (columns[*any] != PLACE_NO_COLUMN)
			return true;
	return false;
}

const char *place_columns_lack(enum place_kind kind,
			       const int columns[PLACE_FIELDS])
{
	for (size_t i = 0; i < NEEDS && needed[kind][i]; i++)
		if (!has_any(columns, needed[kind][i]))
			return place_field_name(*needed[kind][i]);
	return NULL;
}
