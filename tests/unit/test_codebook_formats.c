#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/codebook_sheets.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zip.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static struct codebook *load(void *ctx, const char *path)
{
	struct codebook *codebook = NULL;
	struct error error = { 0 };

	codebook_load(ctx, path, &codebook, &error);
	assert_string_equal(error.what, "");
	return codebook;
}

/* "select_one sex F:Female M:Male; ..." of all questions. */
static char *show(void *ctx, const struct codebook *codebook)
{
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < codebook->n_questions; i++) {
		const struct question *question = &codebook->questions[i];

		text = talloc_asprintf_append(
			text, "%s %s", question_type_name(question->type),
			question->name);
		for (size_t j = 0;
		     question->list && j < question->list->n_choices; j++) {
			const struct choice *choice =
				&question->list->choices[j];

			text = talloc_asprintf_append(
				text, " %s:%s", choice->name,
				translation_get(choice->labels,
						choice->n_labels, NULL, ""));
		}
		text = talloc_asprintf_append(text, "; ");
	}
	return text;
}

static const char redcap_head[] =
	"\"Variable / Field Name\",\"Form Name\",\"Section Header\","
	"\"Field Type\",\"Field Label\","
	"\"Choices, Calculations, OR Slider Labels\",\"Field Note\","
	"\"Text Validation Type OR Show Slider Number\","
	"\"Text Validation Min\",\"Text Validation Max\",Identifier?,"
	"\"Branching Logic (Show field only if...)\",\"Required Field?\","
	"\"Custom Alignment\",\"Question Number (surveys only)\","
	"\"Matrix Group Name\",\"Matrix Ranking?\",\"Field Annotation\"\n";

static void test_redcap(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *path = scratch_write(
		ctx, scratch_folder(ctx), "dictionary.csv",
		memory_format(
			ctx, "%s%s", redcap_head,
			"record_id,base,,text,Record,,,,,,y,,,,,,,\n"
			"sex,base,,radio,\"<b>Sex</b>\","
			"\"1, Female | 2, Male, or other\",,,,,,,y,,,,,\n"
			"age,base,,text,Age,,,integer,16,99,,"
			"\"[sex] = '1'\",,,,,,\n"
			"tools,base,,checkbox,Tools,\"1, PC | 2, Phone\",,,,,,"
			"\"[age] > 17 and [tools(9)] = '1'\",,,,,,\n"
			"member,base,,yesno,Member,,,,,,,"
			"\"datediff([age],'today','y') > 1\",,,,,,\n"
			"pain,base,,slider,Pain,\"no | much\",,,,,,,,,,,,\n"
			"arm,base,Does it hurt?,radio,Arm,\"0, No | 1, Yes\""
			",,,,,,,,,,hurts,,\n"
			"leg,base,,radio,Leg,\"0, No | 1, Yes\""
			",,,,,,,,,,hurts,,\n"));
	struct codebook *codebook = load(ctx, path);
	const struct question *age;

	(void)state;
	assert_string_equal(show(ctx, codebook),
			    "text record_id; "
			    "select_one sex 1:Female 2:Male, or other; "
			    "integer age; select_multiple tools 1:PC 2:Phone; "
			    "select_one member 1:Yes 0:No; integer pain; "
			    "select_one arm 0:No 1:Yes; "
			    "select_one leg 0:No 1:Yes; ");
	assert_string_equal(codebook_question(codebook, "leg")->stem[0].text,
			    "Does it hurt?");
	assert_int_equal(codebook_question(codebook, "pain")->n_stem, 0);
	age = codebook_question(codebook, "age");
	assert_true(age->minimum == 16 && age->maximum == 99);
	assert_non_null(age->shown->tree);
	assert_string_equal(codebook->questions[1].labels[0].text, "Sex");
	assert_true(codebook->questions[0].is_identifier);
	assert_false(age->is_identifier);
	assert_true(codebook_question(codebook, "pain")->maximum == 100);
	assert_int_equal(codebook->n_remarks, 2);
	assert_non_null(strstr(codebook->remarks[0].what,
			       "asks for '9', which is no choice of 'tools'"));
	assert_non_null(strstr(codebook->remarks[1].what, "datediff() is not"));
	talloc_free(ctx);
}

static const struct {
	const char *rows, *where, *what;
} redcap_faults[] = {
	{ "a,f,,radio,A,\"1 Yes\",,,,,,,,,,,,\n", ":2:6",
	  "a choice has no code before a comma: '1 Yes'" },
	{ "a,f,,radio,A,\"1, Yes | 1, No\",,,,,,,,,,,,\n", ":2:6",
	  "two choices have the same code: '1, Yes | 1, No'" },
	{ "a,f,,wheel,A,,,,,,,,,,,,,\n", ":2:4",
	  "unknown field type: 'wheel'" },
	{ "a,f,,text,A,,,integer,x,,,,,,,,,\n", ":2:9",
	  "the bound is not a number: 'x'" },
	{ "a,f,,text,A,,,,,,,,,,,,,\na,f,,text,A,,,,,,,,,,,,,\n", ":3",
	  "the question 'a' stands twice" },
	{ "a,f,,text,A,,,,,,,\"[a] = '1\",,,,,,\n", ":2:12",
	  "in '[a] = '1' at character 7: the quote is never closed" },
};

static void test_redcap_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof redcap_faults / sizeof *redcap_faults;
	     i++) {
		void *ctx = talloc_new(NULL);
		const char *path =
			scratch_write(ctx, scratch_folder(ctx), "d.csv",
				      memory_format(ctx, "%s%s", redcap_head,
						    redcap_faults[i].rows));
		struct codebook *codebook;
		struct error error = { 0 };

		assert_int_equal(codebook_load(ctx, path, &codebook, &error),
				 -1);
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_non_null(strstr(error.what, redcap_faults[i].what));
		assert_non_null(strstr(error.where, redcap_faults[i].where));
		talloc_free(ctx);
	}
}

static const char lime_table[] =
	"class\ttype/scale\tname\trelevance\ttext\tlanguage\tmandatory\tother\n"
	"S\t\tsid\t\t7\t\t\t\n"
	"S\t\tlanguage\t\ten\t\t\t\n"
	"SL\t\tsurveyls_title\t\tTools\ten\t\t\n"
	"G\tG0\tAbout\t1\t\ten\t\t\n"
	"Q\tM\tuse\t1\t\"<p>Which&nbsp;tools?</p>\"\ten\tY\tY\n"
	"SQ\t0\tSQ1\t1\tPC\ten\t\t\n"
	"SQ\t0\tSQ2\t1\tPhone\ten\t\t\n"
	"Q\tM\tuse\t1\tQuali?\tit\tY\tY\n"
	"SQ\t0\tSQ1\t1\tComputer\tit\t\t\n"
	"G\tG1\tMore\t\"use_SQ1.NAOK == \"\"Y\"\"\"\t\ten\t\t\n"
	"Q\tF\trate\t1\tRate\ten\tN\tN\n"
	"SQ\t0\tspeed\t1\tSpeed\ten\t\t\n"
	"SQ\t0\tprice\t\"use_SQ2 != \"\"Y\"\"\"\tPrice\ten\t\t\n"
	"A\t0\t1\t\tBad\ten\t\t\n"
	"A\t0\t2\t\tGood\ten\t\t\n"
	"Q\tY\tagain\t(rate_speed > 1 ? 1 : 0)\tAgain?\ten\tN\tN\n";

static void test_lime_table(void **state)
{
	void *ctx = talloc_new(NULL);
	struct codebook *codebook =
		load(ctx, scratch_write(ctx, scratch_folder(ctx), "tools.txt",
					lime_table));
	const struct question *price;

	(void)state;
	assert_string_equal(codebook->title, "Tools");
	assert_string_equal(codebook->default_language, "en");
	assert_string_equal(
		show(ctx, codebook),
		"select_multiple use SQ1:PC SQ2:Phone; text use_other; "
		"select_one rate_speed 1:Bad 2:Good; "
		"select_one rate_price 1:Bad 2:Good; "
		"select_one again Y:Yes N:No; ");
	assert_string_equal(codebook->questions[0].labels[0].text,
			    "Which tools?");
	assert_string_equal(codebook->questions[0].labels[1].text, "Quali?");
	assert_int_equal(codebook->questions[0].n_stem, 0);
	price = codebook_question(codebook, "rate_price");
	assert_int_equal(price->n_stem, 1);
	assert_string_equal(price->stem[0].text, "Rate");
	assert_int_equal(price->shown->tree->kind, EXPRESSION_NOT);
	assert_int_equal(price->shown->outer->tree->kind, EXPRESSION_SELECTED);
	assert_null(codebook_question(codebook, "again")->shown->tree);
	assert_int_equal(codebook->n_remarks, 1);
	talloc_free(ctx);
}

static const char lime_xml[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<document><LimeSurveyDocType>Survey</LimeSurveyDocType>\n"
	"<answers><rows>\n"
	"<row><aid>1</aid><qid>2</qid><code>b</code>"
	"<sortorder>2</sortorder><scale_id>0</scale_id></row>\n"
	"<row><aid>2</aid><qid>2</qid><code>a</code>"
	"<sortorder>1</sortorder><scale_id>0</scale_id></row>\n"
	"</rows></answers>\n"
	"<answer_l10ns><rows><row><aid>1</aid><answer><![CDATA[B &amp; "
	"b]]></answer><language>en</language></row></rows></answer_l10ns>\n"
	"<groups><rows><row><gid>5</gid><group_order>1</group_order>"
	"<grelevance>1</grelevance></row></rows></groups>\n"
	"<questions><rows>\n"
	"<row><qid>3</qid><gid>5</gid><type>N</type><title>age</title>"
	"<question_order>2</question_order><relevance>9X5X2.NAOK == \"a\""
	"</relevance></row>\n"
	"<row><qid>2</qid><gid>5</gid><type>L</type><title>kind</title>"
	"<other>Y</other><question_order>1</question_order></row>\n"
	"</rows></questions>\n"
	"<question_attributes><rows><row><qid>3</qid>"
	"<attribute>num_value_int_only</attribute><value>1</value></row>"
	"<row><qid>3</qid><attribute>max_num_value_n</attribute>"
	"<value>99</value></row></rows></question_attributes>\n"
	"<surveys><rows><row><sid>9</sid><language>en</language></row></rows>"
	"</surveys></document>\n";

static void test_lime_xml(void **state)
{
	void *ctx = talloc_new(NULL);
	struct codebook *codebook =
		load(ctx, scratch_write(ctx, scratch_folder(ctx), "s.lss",
					lime_xml));
	const struct question *age = codebook_question(codebook, "age");

	(void)state;
	assert_string_equal(show(ctx, codebook),
			    "select_one kind a: b:B & b -oth-:Other; "
			    "text kind_other; integer age; ");
	assert_true(age->maximum == 99);
	assert_string_equal(age->shown->tree->left->text, "kind");
	assert_int_equal(codebook->n_remarks, 0);
	talloc_free(ctx);
}

static const struct {
	const char *lss, *where, *what;
} refused_lss[] = {
	{ "<document>\n<a></b>\n", "s.lss:2:6",
	  "the XML is broken: mismatched tag" },
	{ "<document><LimeSurveyDocType>Survey</LimeSurveyDocType>\n"
	  "<questions><rows>\n"
	  "<row><qid>7</qid><parent_qid>0</parent_qid><gid>3</gid>"
	  "<type>L</type><title></title></row>\n"
	  "</rows></questions></document>\n",
	  "s.lss:3", "the question has no code" },
};

static void test_refused_xml(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused_lss / sizeof *refused_lss; i++) {
		void *ctx = talloc_new(NULL);
		struct codebook *codebook;
		struct error error = { 0 };
		const char *path = scratch_write(ctx, scratch_folder(ctx),
						 "s.lss", refused_lss[i].lss);

		assert_int_equal(codebook_load(ctx, path, &codebook, &error),
				 -1);
		assert_non_null(strstr(error.where, refused_lss[i].where));
		assert_string_equal(error.what, refused_lss[i].what);
		talloc_free(ctx);
	}
}

static const struct {
	const char *name, *text;
} parts[] = {
	{ "xl/_rels/workbook.xml.rels",
	  "<Relationships><Relationship Id=\"r1\" "
	  "Target=\"worksheets/a.xml\"/><Relationship Id=\"r2\" "
	  "Target=\"/xl/worksheets/b.xml\"/></Relationships>" },
	{ "xl/workbook.xml",
	  "<x:workbook xmlns:x=\"m\" xmlns:r=\"n\"><x:sheets>"
	  "<x:sheet name=\"Survey\" r:id=\"r1\"/>"
	  "<x:sheet name=\"choices\" r:id=\"r2\"/>"
	  "</x:sheets></x:workbook>" },
	{ "xl/sharedStrings.xml",
	  "<sst><si><t>type</t></si><si><r><t>na</t></r><r><t>me</t></r>"
	  "<rPh><t>x</t></rPh></si><si><t>select one from c or_other</t></si>"
	  "</sst>" },
	{ "xl/worksheets/a.xml",
	  "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
	  "<c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"D1\" t=\"inlineStr\"><is>"
	  "<t>Label::en</t></is></c></row><row r=\"4\"><c r=\"A4\" t=\"s\">"
	  "<v>2</v></c><c r=\"B4\" t=\"str\"><v>q</v></c><c r=\"D4\" t=\"b\">"
	  "<v>1</v></c></row></sheetData></worksheet>" },
	{ "xl/worksheets/b.xml",
	  "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>list name</t>"
	  "</is></c><c t=\"inlineStr\"><is><t>name</t></is></c></row><row>"
	  "<c t=\"inlineStr\"><is><t>c</t></is></c><c><v>1.0</v></c></row>"
	  "<row><c t=\"inlineStr\"><is><t>c</t></is></c>"
	  "<c><v>0.10000000000000001</v></c></row></sheetData></worksheet>" },
};

static const char *make_workbook(void *ctx)
{
	const char *path = memory_format(ctx, "%s/f.xlsx", scratch_folder(ctx));
	zip_t *archive = zip_open(path, ZIP_CREATE, NULL);

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		zip_file_add(archive, parts[i].name,
			     zip_source_buffer(archive, parts[i].text,
					       strlen(parts[i].text), 0),
			     0);
	assert_int_equal(zip_close(archive), 0);
	return path;
}

static void test_workbook(void **state)
{
	void *ctx = talloc_new(NULL);
	struct codebook *codebook = load(ctx, make_workbook(ctx));

	(void)state;
	/* "or_other" has a choice of its own. */
	assert_string_equal(show(ctx, codebook),
			    "select_one q 1: 0.1: other:; ");
	assert_string_equal(codebook->questions[0].labels[0].text, "TRUE");
	assert_int_equal(codebook->questions[0].line, 4);
	assert_non_null(
		strstr(codebook->questions[0].where, "f.xlsx[survey]:4"));
	talloc_free(ctx);
}

static const struct {
	const char *name, *what;
} no_codebooks[] = {
	{ "f.xlsx", "the file is no readable workbook: Not a zip archive" },
	{ "f.xls", "the codebook is in Excel's old format" },
	{ "f.doc", "the codebook is neither a folder nor a file of a known" },
	{ "f.csv", "the codebook has no column 'Variable / Field Name'" },
	{ "f.txt", "the sheet has no column 'class'" },
	{ "f.lss", "the XML is broken: " },
};

static void test_no_codebook(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof no_codebooks / sizeof *no_codebooks;
	     i++) {
		void *ctx = talloc_new(NULL);
		struct codebook *codebook;
		struct error error = { 0 };
		const char *path =
			scratch_write(ctx, scratch_folder(ctx),
				      no_codebooks[i].name, "some,text\n1,2\n");

		assert_int_equal(codebook_load(ctx, path, &codebook, &error),
				 -1);
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_non_null(strstr(error.what, no_codebooks[i].what));
		talloc_free(ctx);
	}
}

static const struct {
	const char *html, *text;
} plain[] = {
	{ "<p>One</p>\n<p>two &amp; <b>thr</b>ee</p>", "One two & three" },
	{ "a &lt; b&#8217;s &#x2014; &nope; < 18 &", "a < b\u2019s \u2014 "
						     "&nope; < 18 &" },
	{ "<img src=\"x\" alt=\"fire\" />", "fire" },
	{ "\uFEFF1 (None)", "1 (None)" },
	{ "", "" },
	{ "<p>open", "open" },
	{ "<", "<" },
};

static void test_plain_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		char *text = codebook_plain_text(NULL, plain[i].html);

		assert_string_equal(text, plain[i].text);
		talloc_free(text);
	}
}

/* Real structures, where they are: what a person counts in them. */
static const struct {
	const char *path;
	size_t n_questions, n_lists, n_read;
} real[] = {
	{ "f04_xlsform_examples/example_xls/choice_filter_test.xlsx", 3, 3, 0 },
	{ "f04_xlsform_examples/example_xls/or_other.xlsx", 2, 1, 0 },
	{ "f04_xlsform_examples/example_xls/yes_or_no_question.xlsx", 1, 1, 0 },
	{ "f04_xlsform_examples/example_xls/survey_no_name.xlsx", 1, 0, 0 },
	{ "f06_limesurvey_structures/colors.lss", 4, 2, 2 },
	{ "f06_limesurvey_structures/colors.txt", 4, 2, 2 },
	{ "f06_limesurvey_structures/date_and_time.lss", 3, 0, 0 },
	{ "s04_rse2017_limesurvey/uk_core_survey.lss", 94, 64, 13 },
	{ "s04_rse2017_limesurvey/limesurvey_import_2017_nl.txt", 76, 60, 11 },
};

static void test_real(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof real / sizeof *real; i++) {
		void *ctx = talloc_new(NULL);
		char *path =
			memory_format(ctx, "../shared/data/%s", real[i].path);
		struct codebook *codebook;
		size_t n_read = 0;

		if (file_exists(path)) {
			codebook = load(ctx, path);
			for (size_t j = 0; j < codebook->n_conditions; j++)
				n_read += codebook->conditions[j]->tree != NULL;
			assert_int_equal(codebook->n_questions,
					 real[i].n_questions);
			assert_int_equal(codebook->n_lists, real[i].n_lists);
			assert_int_equal(n_read, real[i].n_read);
		}
		talloc_free(ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_redcap),
		cmocka_unit_test(test_redcap_faults),
		cmocka_unit_test(test_lime_table),
		cmocka_unit_test(test_lime_xml),
		cmocka_unit_test(test_refused_xml),
		cmocka_unit_test(test_workbook),
		cmocka_unit_test(test_no_codebook),
		cmocka_unit_test(test_plain_text),
		cmocka_unit_test(test_real),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
