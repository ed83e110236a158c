#include "tests/support/platform_samples.h"

/* clang-format off */
const struct platform_sample platform_samples[] = {
	{ "LimeSurvey, heading codes", "LimeSurvey",
	  "\xEF\xBB\xBF\"id\";\"submitdate\";\"lastpage\";\"startlanguage\";\"seed\";\"token\";\"startdate\";\"datestamp\";\"sex\";\"tools[SQ001]\";\"tools[SQ002]\";\"interviewtime\";\"groupTime12\";\"sexTime\"\r\n"
	  "\"1\";\"2021-03-05 10:25:00\";\"2\";\"it\";\"11\";\"aa1\";\"2021-03-05 10:20:00\";\"2021-03-05 10:25:00\";\"f\";\"Y\";\"\";\"300.5\";\"120.1\";\"30\"\r\n"
	  "\"2\";\"2021-03-05 11:25:00\";\"2\";\"en\";\"12\";\"aa2\";\"2021-03-05 11:20:00\";\"2021-03-05 11:25:00\";\"m\";\"\";\"Y\";\"290\";\"110\";\"20\"\r\n"
	  "\"3\";;\"1\";\"it\";\"13\";\"aa3\";\"2021-03-05 12:20:00\";\"2021-03-05 12:21:00\";\"f\";;;;\"60\";\"20\"\r\n\r\n",
	  3, "id=response_id, submitdate=submit_time, lastpage=last_page, startlanguage=language, seed=-, token=token, startdate=start_time, datestamp=end_time, interviewtime=duration_seconds, groupTime12=page_time:12, sexTime=page_time:sex",
	  -1, 1, "sex tools" },
	{ "LimeSurvey, full text, Italian", "LimeSurvey",
	  "\"ID risposta\",\"Data di invio\",\"Ultima pagina\",\"Lingua iniziale\",\"Data di inizio\",\"Data dell'ultima azione\",\"Indirizzo IP\",\"Lei è\",\"Tempo totale\",\"Tempo gruppo: Lei\"\n"
	  "\"1\",\"1980-01-01 00:00:00\",\"2\",\"it\",\"1980-01-01 00:00:00\",\"1980-01-01 00:00:00\",\"\",\"donna\",\"75\",\"60\"\n"
	  "\"2\",\"1980-01-01 00:00:00\",\"2\",\"it\",\"1980-01-01 00:00:00\",\"1980-01-01 00:00:00\",\"\",\"uomo\",\"85\",\"70\"\n"
	  "\"3\",\"1980-01-01 00:00:00\",\"2\",\"it\",\"1980-01-01 00:00:00\",\"1980-01-01 00:00:00\",\"\",\"donna\",\"95\",\"80\"\n",
	  3, "ID risposta=response_id, Data di invio=submit_time, Ultima pagina=last_page, Lingua iniziale=language, Data di inizio=start_time, Data dell'ultima azione=end_time, Indirizzo IP=-, Tempo totale=duration_seconds, Tempo gruppo: Lei=page_time:Lei",
	  -1, 0, "lei_e" },
	{ "LimeSurvey, code and text", "LimeSurvey",
	  "\"id. Response ID\",\"submitdate. Date submitted\",\"lastpage. Last page\",\"startlanguage. Start language\",\"work. Do you work?\",\"why[SQ001]. Why? [Money]\",\"why[SQ002]. Why? [Joy]\"\n"
	  "1,2021-03-05 10:25:00,3,en,Yes,Yes,No\n2,2021-03-05 10:35:00,3,en,No,No,Yes\n3,,1,en,Yes,,\n",
	  3, "id. Response ID=response_id, submitdate. Date submitted=submit_time, lastpage. Last page=last_page, startlanguage. Start language=language",
	  -1, 1, "work why" },
	{ "EUSurvey, saved from Excel in Italy", "EUSurvey",
	  "Alias;Divari;;;;;\r\nData di esportazione;05/03/2021 10:22;;;;;\r\n;;;;;;\r\n"
	  "Sesso;Quanto \xE8 utile?: Formazione;Strumenti;Numero di invito;Id contributo;Data di creazione;Ultimo aggiornamento\r\n"
	  "Donna;4,5;PC;;aaa-1;05/03/2021 10:22;05/03/2021 10:32\r\nUomo;3,5;PC;;aaa-2;25/03/2021 10:22;25/03/2021 10:31\r\nDonna;3,5;Tablet;;aaa-3;25/03/2021 11:22;25/03/2021 11:30\r\n",
	  3, "Numero di invito=token, Id contributo=response_id, Data di creazione=start_time, Ultimo aggiornamento=end_time",
	  -1, -1, "Sesso quanto_e_utile_formazione Strumenti" },
	{ "EUSurvey in English", "EUSurvey",
	  "Sex;Tools;Invitation number;Contribution ID;User name;Creation Date;Last Update;Languages\n"
	  "Woman;PC;;b-1;;05/03/2021 10:22;05/03/2021 10:32;EN\nMan;PC;;b-2;;05/03/2021 10:22;05/03/2021 10:32;EN\nMan;Tablet;;b-3;;05/03/2021 10:22;05/03/2021 10:32;DE\n",
	  3, "Invitation number=token, Contribution ID=response_id, User name=-, Creation Date=start_time, Last Update=end_time, Languages=language",
	  -1, -1, "Sex Tools" },
	{ "KoboToolbox, names", "KoboToolbox",
	  "\"start\";\"end\";\"you/sex\";\"you/tools\";\"you/tools/pc\";\"you/tools/tablet\";\"__version__\";\"_id\";\"_uuid\";\"_submission_time\";\"_validation_status\";\"_notes\";\"_status\";\"_submitted_by\";\"_tags\";\"_index\"\n"
	  "\"2021-10-21T02:20:00.000+02:00\";\"2021-10-21T02:29:00.000+02:00\";\"f\";\"pc tablet\";\"1\";\"1\";\"v1\";\"1\";\"u-1\";\"2021-10-21T00:29:10\";\"\";\"\";\"submitted_via_web\";\"\";\"\";\"1\"\n"
	  "\"2021-10-21T03:20:00.000+02:00\";\"2021-10-21T03:29:00.000+02:00\";\"m\";\"pc\";\"1\";\"0\";\"v1\";\"2\";\"u-2\";\"2021-10-21T01:29:10\";\"\";\"\";\"submitted_via_web\";\"\";\"\";\"2\"\n"
	  "\"2021-10-21T04:20:00.000+02:00\";\"2021-10-21T04:29:00.000+02:00\";\"f\";\"tablet\";\"0\";\"1\";\"v1\";\"3\";\"u-3\";\"2021-10-21T02:29:10\";\"\";\"\";\"submitted_via_web\";\"\";\"\";\"3\"\n",
	  3, "start=start_time, end=end_time, __version__=-, _id=-, _uuid=response_id, _submission_time=recorded_time, _validation_status=-, _notes=-, _status=-, _submitted_by=-, _tags=-, _index=-",
	  -1, -1, "sex tools" },
	{ "ODK Central", "ODK",
	  "SubmissionDate,start,end,sex,meta-instanceID,meta-instanceName,KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion\n"
	  "2021-10-21T00:29:10.111Z,2021-10-21T02:20:00.000+02:00,2021-10-21T02:29:00.000+02:00,f,uuid:1,,uuid:1,3,App,0,0,,,collect:1,0,1\n"
	  "2021-10-21T01:29:10.111Z,2021-10-21T03:20:00.000+02:00,2021-10-21T03:29:00.000+02:00,m,uuid:2,,uuid:2,3,App,0,0,,,collect:1,0,1\n"
	  "2021-10-21T02:29:10.111Z,2021-10-21T04:20:00.000+02:00,2021-10-21T04:29:00.000+02:00,f,uuid:3,,uuid:3,3,App,0,0,,,collect:1,0,1\n",
	  3, "SubmissionDate=recorded_time, start=start_time, end=end_time, meta-instanceID=-, meta-instanceName=-, KEY=response_id, SubmitterID=-, SubmitterName=-, AttachmentsPresent=-, AttachmentsExpected=-, Status=-, ReviewState=-, DeviceID=-, Edits=-, FormVersion=-",
	  -1, -1, "sex" },
	{ "Google Forms, downloaded", "Google Forms",
	  "\"Timestamp\",\"Do you smoke?\",\"Which sports?\"\n"
	  "\"2021/03/05 10:22:33 AM CET\",\"Yes\",\"Running;Rowing, sailing\"\n\"2021/03/05 9:22:33 PM GMT+1\",\"No\",\"Running\"\n\"2021/03/06 10:22:33 AM CET\",\"Yes\",\"Rowing, sailing\"\n",
	  3, "Timestamp=submit_time", -1, 0, "do_you_smoke which_sports" },
	{ "Google Forms, from a sheet of the United States", "Google Forms",
	  "Timestamp,Email Address,Do you smoke?\n12/13/2019 9:50:30,a@example.org,Yes\n12/14/2019 9:50:30,b@example.org,No\n1/3/2020 19:50:30,c@example.org,Yes\n",
	  3, "Timestamp=submit_time, Email Address=-", -1, 0, "do_you_smoke" },
	{ "Google Forms, from an Italian sheet", "Google Forms",
	  "Informazioni cronologiche,Lei fuma?,Quali sport?\n"
	  "12/02/2026 19.07.17,Sì,\"Corsa, Vela\"\n13/02/2026 9.07.17,No,Corsa\n14/02/2026 19.07.17,Sì,Vela\n",
	  3, "Informazioni cronologiche=submit_time", -1, 0, "lei_fuma quali_sport" },
	{ "Microsoft Forms", "Microsoft Forms",
	  "ID,Start time,Completion time,Email,Name,Last modified time,Do you smoke?,Which sports?\n"
	  "1,7/27/26 19:01:23,7/27/26 19:06:23,anonymous,,,Yes,Running;Sailing;\n2,7/27/26 20:01:23,7/27/26 20:06:23,anonymous,,,No,Running;\n3,7/28/26 19:01:23,7/28/26 19:06:23,anonymous,,,Yes,Sailing;\n",
	  3, "ID=response_id, Start time=start_time, Completion time=submit_time, Email=-, Name=-, Last modified time=-",
	  -1, 0, "do_you_smoke which_sports" },
	{ "Microsoft Forms in Italian, from Excel", "Microsoft Forms",
	  "ID;Ora di inizio;Ora di completamento;Posta elettronica;Nome;Lei fuma?\r\n"
	  "1;27/07/2026 19:01:23;27/07/2026 19:06:23;anonymous;;S\xEC\r\n2;27/07/2026 20:01:23;27/07/2026 20:06:23;anonymous;;No\r\n3;28/07/2026 19:01:23;28/07/2026 19:06:23;anonymous;;S\xEC\r\n",
	  3, "ID=response_id, Ora di inizio=start_time, Ora di completamento=submit_time, Posta elettronica=-, Nome=-",
	  -1, 0, "lei_fuma" },
	{ "Qualtrics, three header rows", "Qualtrics",
	  "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,DistributionChannel,UserLanguage,Q1,Q2_First Click,Q2_Last Click,Q2_Page Submit,Q2_Click Count\n"
	  "Anfangsdatum,Enddatum,Antworttyp,IP-Adresse,Fortschritt,Dauer (in Sekunden),Beendet,Erfassungsdatum,Antwort-ID,Verteilungskanal,Benutzersprache,Do you smoke?,Timing - First Click,Timing - Last Click,Timing - Page Submit,Timing - Click Count\n"
	  "\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"ipAddress\"\"}\",\"{\"\"ImportId\"\":\"\"progress\"\"}\",\"{\"\"ImportId\"\":\"\"duration\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\",\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"distributionChannel\"\"}\",\"{\"\"ImportId\"\":\"\"userLanguage\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_FIRST_CLICK\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_LAST_CLICK\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_PAGE_SUBMIT\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_CLICK_COUNT\"\"}\"\n"
	  "2017-07-18 08:28:09,2017-07-18 08:28:48,0,,100,39,1,2017-07-18 08:28:48,R_1,anonymous,DE,1,1.1,2.2,9.5,2\n"
	  "2017-07-18 09:28:09,2017-07-18 09:28:48,0,,50,39,0,2017-07-18 09:28:48,R_2,anonymous,DE,2,1.1,2.2,9.5,2\n"
	  "2017-07-18 09:28:09,2017-07-18 09:28:48,1,,100,39,1,2017-07-18 09:28:48,R_3,preview,DE,2,1.1,2.2,9.5,2\n"
	  "2017-07-18 10:28:09,2017-07-18 10:28:48,0,,100,39,1,2017-07-18 10:28:48,R_4,email,DE,1,1.1,2.2,9.5,2\n",
	  4, "StartDate=start_time, EndDate=end_time, Status=status, IPAddress=-, Progress=progress, Duration (in seconds)=duration_seconds, Finished=finished, RecordedDate=recorded_time, ResponseId=response_id, DistributionChannel=channel, UserLanguage=language, Q2_First Click=-, Q2_Last Click=-, Q2_Page Submit=page_time:Q2, Q2_Click Count=-",
	  1, 1, "Q1" },
	{ "Qualtrics, two header rows, labels", "Qualtrics",
	  "StartDate,EndDate,Status,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,UserLanguage,Q1\n"
	  "Start Date,End Date,Response Type,Progress,Duration (in seconds),Finished,Recorded Date,Response ID,User Language,Do you smoke?\n"
	  "2017-07-18 08:28:09,2017-07-18 08:28:48,IP Address,100,39,True,2017-07-18 08:28:48,R_1,EN,Yes\n"
	  "2017-07-18 09:28:09,2017-07-18 09:28:48,Survey Preview,100,39,True,2017-07-18 09:28:48,R_2,EN,No\n"
	  "2017-07-18 10:28:09,2017-07-18 10:28:48,IP Address,20,39,False,2017-07-18 10:28:48,R_3,EN,Yes\n",
	  3, "StartDate=start_time, EndDate=end_time, Status=status, Progress=progress, Duration (in seconds)=duration_seconds, Finished=finished, RecordedDate=recorded_time, ResponseId=response_id, UserLanguage=language",
	  1, 1, "Q1" },
	{ "Qualtrics until 2016", "Qualtrics",
	  "\xEF\xBB\xBFV1,V2,V3,V4,V5,V6,V7,V8,V9,V10,Q1,LocationLatitude,LocationLongitude,LocationAccuracy,\n"
	  "ResponseID,ResponseSet,Name,ExternalDataReference,EmailAddress,IPAddress,Status,StartDate,EndDate,Finished,Do you smoke?,LocationLatitude,LocationLongitude,LocationAccuracy,\n"
	  "R_1,Default Response Set,Anonymous,,,,0,2017-07-18 08:28:09,2017-07-18 08:28:48,1,2,47.1,7.2,-1,\n"
	  "R_2,Default Response Set,Anonymous,,,,0,2017-07-18 09:28:09,2017-07-18 09:28:48,1,1,47.1,7.2,-1,\n"
	  "R_3,Default Response Set,Anonymous,,,,0,2017-07-18 09:28:09,2017-07-18 09:28:48,0,2,47.1,7.2,-1,\n",
	  3, "ResponseID=response_id, ResponseSet=-, Name=-, ExternalDataReference=token, EmailAddress=-, IPAddress=-, Status=status, StartDate=start_time, EndDate=end_time, Finished=finished, LocationLatitude=-, LocationLongitude=-, LocationAccuracy=-",
	  0, 1, "Q1" },
	{ "SurveyMonkey", "SurveyMonkey",
	  "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,Do you smoke?,Which sports?,,,Anything else?\n"
	  ",,,,,,,,,Response,Running,\"Rowing, sailing\",Other (please specify),Open-Ended Response\n"
	  "11,5,03/05/2021 10:20:00 AM,03/05/2021 10:22:33 AM,,,,,,Yes,Running,,,no\n12,5,03/25/2021 10:20:00 AM,03/25/2021 10:22:33 AM,,,,,,No,,\"Rowing, sailing\",chess,\n13,5,03/25/2021 10:20:00 AM,03/25/2021 10:22:33 AM,,,,,,Yes,Running,\"Rowing, sailing\",,not now\n",
	  3, "Respondent ID=response_id, Collector ID=channel, Start Date=start_time, End Date=end_time, IP Address=-, Email Address=-, First Name=-, Last Name=-, Custom Data 1=-",
	  0, -1, "do_you_smoke which_sports which_sports_other_please_specify anything_else" },
	{ "REDCap, raw", "REDCap",
	  "record_id,redcap_event_name,redcap_survey_identifier,demographics_timestamp,sex,tools___1,tools___2,demographics_complete\n"
	  "1,baseline_arm_1,,2021-03-05 10:20:00,1,1,0,2\n2,baseline_arm_1,,2021-03-05 11:20:00,2,0,1,2\n3,baseline_arm_1,,[not completed],1,0,0,0\n",
	  3, "record_id=response_id, redcap_event_name=-, redcap_survey_identifier=token, demographics_timestamp=submit_time:demographics, demographics_complete=finished:demographics",
	  -1, 1, "sex tools" },
	{ "REDCap, labels", "REDCap",
	  "Record ID,Survey Identifier,Survey Timestamp,Sex,Tools (choice=PC),Tools (choice=Tablet),Complete?\n"
	  "1,,2021-03-05 10:20:00,Woman,Checked,Unchecked,Complete\n2,,2021-03-05 11:20:00,Man,Unchecked,Checked,Complete\n3,,[not completed],Woman,Unchecked,Unchecked,Incomplete\n",
	  3, "Record ID=response_id, Survey Identifier=token, Survey Timestamp=submit_time, Complete?=finished",
	  -1, 1, "Sex Tools" },
	{ "Typeform", "Typeform",
	  "#,Do you smoke?,Running,Sailing,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags,Ending\n"
	  "aa11,1,Running,,completed,2021-03-05 10:20:00,,2021-03-05 10:22:00,n1,,end\nbb22,0,,Sailing,completed,2021-03-05 10:30:00,,2021-03-05 10:32:00,n2,,end\ncc33,1,,,partial,2021-03-05 10:40:00,2021-03-05 10:41:00,,n3,,\n",
	  3, "#=response_id, Response Type=finished, Start Date (UTC)=start_time, Stage Date (UTC)=end_time, Submit Date (UTC)=submit_time, Network ID=-, Tags=-, Ending=-",
	  -1, 1, "do_you_smoke Running Sailing" },
	{ "Typeform, only tokens left", "Typeform",
	  "Do you smoke?,Which [sports](https://example.org)?,Token\nYes!,\"Running, Sailing\",djkykk44gte7djk3ix4sdf9ua\nNo,Running,zjkykk44gte7djk3ix4sdf9ua\nYes!,Sailing,xjkykk44gte7djk3ix4sdf9ua\n",
	  3, "Token=response_id", -1, -1, "do_you_smoke which_sports_https_example_org" },
	{ "Alchemer", "Alchemer",
	  "Time Started,Date Submitted,Status,Do you smoke?\n2015-12-21 22:21:47,2015-12-21 22:21:51,Partial,\n2015-12-22 00:03:36,2015-12-22 00:26:01,Complete,Yes\n2015-12-22 00:03:36,2015-12-22 00:26:01,Complete,No\n2015-12-22 00:03:36,2015-12-22 00:26:01,Complete,No\n",
	  4, "Time Started=start_time, Date Submitted=submit_time, Status=finished", -1, 1, "do_you_smoke" },
	{ "of no tool", NULL,
	  "status,language,timestamp,finished,start,end,age\nmarried,Dutch,yes,no,2021-03-05 10:20:00,2021-03-05 10:30:00,34\nsingle,Dutch,no,no,2021-03-05 10:20:00,2021-03-05 10:30:00,35\nsingle,Dutch,no,yes,2021-03-05 10:20:00,2021-03-05 10:30:00,36\n",
	  3, "start=start_time, end=end_time", -1, -1, "status finished age" },
};
/* clang-format on */

const size_t n_platform_samples =
	sizeof platform_samples / sizeof *platform_samples;
