// duckdb.mjs FILE: DuckDB reads the generated survey, its dialect and the types of
// its columns given, into a table in memory: what 'make bench' compares ingest and
// clean with.  Prints the seconds the reading alone took, without the start.
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const [, , file] = process.argv;
const require = createRequire(process.cwd() + "/");
const { DuckDBInstance } = require("@duckdb/node-api");

const items = [...Array(30).keys()].map((i) => String(i + 1).padStart(2, "0"));
const types = {
	id: "INTEGER", submitdate: "TIMESTAMP", language: "VARCHAR", country: "VARCHAR", role: "VARCHAR",
	organisation: "VARCHAR", gender: "VARCHAR", age: "INTEGER",
	...Object.fromEntries(items.map((i) => [`C${i}`, "TINYINT"])),
	...Object.fromEntries(items.map((i) => [`R${i}`, "TINYINT"])),
	comment: "VARCHAR",
};
const columns = Object.entries(types).map(([name, type]) => `'${name}':'${type}'`).join(",");

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
const start = performance.now();
await connection.run(`CREATE TABLE answers AS SELECT * FROM read_csv('${file}', auto_detect=false, header=true,
	delim=',', quote='"', escape='"', nullstr=['', 'N/A'], columns={${columns}})`);
const seconds = (performance.now() - start) / 1000;
const rows = await connection.runAndReadAll("SELECT count(*) FROM answers");
console.log(`${seconds.toFixed(3)} ${rows.getRows()[0][0]}`);
