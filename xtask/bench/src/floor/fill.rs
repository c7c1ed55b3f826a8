//! Fills the floor with as many dossiers as the product's demo city has, by SQL that both engines read.

use super::{Backing, postgres, sqlite};
use anyhow::Result;

const FAMILY: [&str; 10] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Ngô"];
const MIDDLE: [&str; 8] = ["Văn", "Thị", "Hữu", "Ngọc", "Thanh", "Minh", "Kim", "Quốc"];
const GIVEN: [&str; 16] = [
    "An", "Bảo", "Cường", "Dung", "Đào", "Giang", "Hiền", "Khánh", "Lan", "Mẫn", "Nhung", "Oanh", "Phúc",
    "Quyên", "Sương", "Thảo",
];

const TABLES: &str = "
CREATE TABLE dossier (id SERIAL_ID, code TEXT NOT NULL UNIQUE, tracking_key TEXT NOT NULL UNIQUE,
  idempotency_key TEXT NOT NULL UNIQUE, procedure_code TEXT NOT NULL, procedure_name TEXT NOT NULL, field TEXT NOT NULL,
  agency_id BIGINT NOT NULL, channel TEXT NOT NULL, owner_name TEXT NOT NULL, owner_folded TEXT NOT NULL,
  owner_identity TEXT NOT NULL, owner_address TEXT NOT NULL, owner_phone TEXT NOT NULL, state BIGINT NOT NULL,
  is_open BOOLEAN NOT NULL, filed_at BIGINT NOT NULL, due_at BIGINT NOT NULL, due_sort BIGINT NOT NULL,
  due_steps TEXT NOT NULL, words TEXT NOT NULL DEFAULT '');
CREATE TABLE paper (id SERIAL_ID, dossier_id BIGINT NOT NULL, name TEXT NOT NULL, given TEXT NOT NULL,
  copies BIGINT NOT NULL, file_hash TEXT);
CREATE TABLE journal (id SERIAL_ID, at BIGINT NOT NULL, actor TEXT NOT NULL, record_id BIGINT NOT NULL,
  action TEXT NOT NULL, after TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE event (id SERIAL_ID, topic TEXT NOT NULL, payload TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE counter (scope TEXT PRIMARY KEY, last BIGINT NOT NULL);
CREATE TABLE measure (id BIGINT PRIMARY KEY, name TEXT NOT NULL, target DOUBLE PRECISION NOT NULL);
CREATE TABLE figure (measure_id BIGINT NOT NULL, month BIGINT NOT NULL, value DOUBLE PRECISION NOT NULL, PRIMARY KEY (measure_id, month));
CREATE TABLE name (n BIGINT PRIMARY KEY, text TEXT NOT NULL, folded TEXT NOT NULL);
";

const INDEXES: &str = "
CREATE INDEX dossier_open ON dossier (due_sort, id) WHERE is_open;
CREATE INDEX dossier_filed ON dossier (filed_at, id);
CREATE INDEX dossier_agency_filed ON dossier (agency_id, filed_at, id);
CREATE INDEX paper_dossier ON paper (dossier_id);
CREATE INDEX journal_record ON journal (record_id, id);
";

/// A number of the series to one row a dossier; one in forty-one is open, as in the demo city.
const DOSSIERS: &str = "
WITH RECURSIVE s(n) AS (SELECT CAST(FIRST AS BIGINT) UNION ALL SELECT n + 1 FROM s WHERE n < LAST)
INSERT INTO dossier (id, code, tracking_key, idempotency_key, procedure_code, procedure_name, field, agency_id, channel,
  owner_name, owner_folded, owner_identity, owner_address, owner_phone, state, is_open, filed_at, due_at, due_sort, due_steps, words)
SELECT s.n, '000.12.34.H13-130610-' || s.n, 'key-of-dossier-' || s.n, 'idempotency-' || s.n, 'HT-01', 'Đăng ký khai sinh',
  CASE WHEN s.n % 3 = 0 THEN 'HT' ELSE 'DD' END, s.n % 120 + 1, CASE WHEN s.n % 5 = 0 THEN 'online' ELSE 'counter' END,
  name.text, name.folded, '36' || (1000000 + s.n), 'số ' || (s.n % 300) || ' đường Hai Bà Trưng, quận Ninh Kiều', '09' || (10000000 + s.n),
  CASE WHEN s.n % 41 = 0 THEN 4 ELSE 10 END, s.n % 41 = 0, 1325376000000000 + s.n * 100000000, 1325376000000000 + s.n * 100000000 + 259200000000,
  1325376000000000 + s.n * 100000000 + 259200000000, '[{\"day\":\"2013-06-11\",\"counted\":true},{\"day\":\"2013-06-12\",\"counted\":true}]',
  '000.12.34.h13-130610-' || s.n || ' ' || name.folded || ' 36' || (1000000 + s.n)
FROM s JOIN name ON name.n = (s.n * 7919) % 1280";

const PAPERS: &str = "
INSERT INTO paper (dossier_id, name, given, copies) SELECT d.id, k.name, 'original', 1 FROM dossier d
CROSS JOIN (SELECT 'Tờ khai' AS name UNION ALL SELECT 'Giấy chứng sinh' UNION ALL SELECT 'Giấy kết hôn' UNION ALL SELECT 'Chứng minh nhân dân' UNION ALL SELECT 'Sổ hộ khẩu') k
WHERE d.id BETWEEN FIRST AND LAST";

const JOURNAL: &str = "
INSERT INTO journal (at, actor, record_id, action, after, hash)
SELECT d.filed_at, 'Cán bộ', d.id, k.action, '{\"state\":4,\"step\":2,\"assignee\":17}', 'a3f5c1d2e4b6978812345678901234567890123456789012345678901234' || d.id
FROM dossier d CROSS JOIN (SELECT 'file' AS action UNION ALL SELECT 'receive' UNION ALL SELECT 'transfer' UNION ALL SELECT 'settle' UNION ALL SELECT 'return') k
WHERE d.id BETWEEN FIRST AND LAST";

/// Dossiers a transaction.
const STEP: u64 = 50_000;

fn all_names() -> impl Iterator<Item = String> {
    let given = |family, middle| GIVEN.into_iter().map(move |given| format!("{family} {middle} {given}"));
    FAMILY
        .into_iter()
        .flat_map(move |family| MIDDLE.into_iter().flat_map(move |middle| given(family, middle)))
}

/// An owner's name that is there, without marks.
pub fn plain_name(n: u64) -> String {
    let at = usize::try_from(n * 7919).unwrap_or(0) % (FAMILY.len() * MIDDLE.len() * GIVEN.len());
    all_names().nth(at).map(|name| super::fold(&name)).unwrap_or_default()
}

fn names() -> Vec<String> {
    let row = |(n, text): (usize, String)| format!("({n}, '{text}', '{}')", super::fold(&text));
    all_names().enumerate().map(row).collect()
}

fn board() -> String {
    let measures: Vec<String> = (1..=60)
        .map(|m| format!("({m}, 'Chỉ tiêu số {m} của chương trình cải cách', {})", 80 + m % 20))
        .collect();
    let figures: Vec<String> = (1..=60)
        .flat_map(|m| {
            (0..24).map(move |month| format!("({m}, {month}, {}.5)", 70 + (m * 7 + month * 3) % 30))
        })
        .collect();
    format!(
        "INSERT INTO measure VALUES {}; INSERT INTO figure VALUES {};",
        measures.join(", "),
        figures.join(", ")
    )
}

fn steps(dossiers: u64) -> Vec<String> {
    let mut all = Vec::new();
    let mut first = 1;
    while first <= dossiers {
        let last = (first + STEP - 1).min(dossiers);
        for sql in [DOSSIERS, PAPERS, JOURNAL] {
            all.push(sql.replace("FIRST", &first.to_string()).replace("LAST", &last.to_string()));
        }
        first = last + 1;
    }
    all
}

/// Makes and fills the floor's tables.
pub async fn fill(backing: &Backing, dossiers: u64) -> Result<()> {
    let head = format!("INSERT INTO name VALUES {};", names().join(", "));
    match backing {
        Backing::Sqlite(folder) => {
            std::fs::create_dir_all(folder)?;
            let db = sqlite::open(&folder.join("floor.db"))?;
            db.execute_batch("PRAGMA synchronous = OFF")?;
            db.execute_batch(&TABLES.replace("SERIAL_ID", "INTEGER PRIMARY KEY AUTOINCREMENT"))?;
            db.execute_batch(
                "CREATE VIRTUAL TABLE word USING fts5(folded, content='', tokenize='unicode61')",
            )?;
            db.execute_batch(&format!("{head}{}", board()))?;
            for sql in steps(dossiers) {
                db.execute_batch(&sql)?;
            }
            db.execute_batch(INDEXES)?;
            db.execute_batch("INSERT INTO word (rowid, folded) SELECT id, words FROM dossier ORDER BY id")?;
            db.execute_batch("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")?;
        }
        Backing::Postgres(url, _) => {
            let db = postgres::connect(url).await?;
            db.batch_execute(
                &TABLES.replace("SERIAL_ID", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
            )
            .await?;
            db.batch_execute(&format!("{head}{}", board())).await?;
            for sql in steps(dossiers) {
                db.batch_execute(&sql).await?;
            }
            db.batch_execute(INDEXES).await?;
            db.batch_execute(
                "CREATE INDEX dossier_words ON dossier USING gin (to_tsvector('simple', words))",
            )
            .await?;
            let next =
                "SELECT setval(pg_get_serial_sequence('dossier', 'id'), (SELECT MAX(id) FROM dossier))";
            db.batch_execute(next).await?;
            db.batch_execute("VACUUM ANALYZE").await?;
        }
    }
    Ok(())
}
