//! What ships: trees by year and level, and the text of the reminder, version 1.

use super::acts;
use super::import::{About, document, table};
use super::rules::rule::{Outcome, Rule};
use super::rules::tree::{Node, Tree};
use super::store::trees;
use platform::error::{Error, Result};
use platform::shipped::{self, Shipped};
use platform::{Actor, App, notices};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Template of the reminder before the term.
pub(super) const REMIND: &str = "par_index.remind";

/// (code, subject, body) in Vietnamese; an administrator may write newer versions.
const TEMPLATES: [(&str, &str, &str); 7] = [
    (
        REMIND,
        "{{ code }}: tự chấm điểm chỉ số cải cách hành chính, hạn {{ due }}",
        "Cơ quan bạn chưa nộp phiếu tự chấm {{ code }}. Hạn nộp {{ due }} ({{ standing }}). \
         Phiếu nộp sau hạn bị trừ điểm theo bộ tiêu chí.",
    ),
    (
        "par_index.given_back",
        "Phiếu tự chấm được trả lại: {{ round }}",
        "Phiếu của {{ agency }} được trả lại để chấm lại. Lý do: {{ text }}. Hãy sửa rồi nộp lại.",
    ),
    (
        "par_index.submitted",
        "{{ agency }} đã nộp phiếu tự chấm: {{ round }}",
        "Phiếu của {{ agency }} chờ thẩm định. Tiêu chí khai cao hơn số đo: {{ text }}.",
    ),
    (
        "par_index.verified",
        "Phiếu đã được thẩm định: {{ round }}",
        "Phiếu của {{ agency }} đã thẩm định xong. Cơ quan có thể giải trình đến hết ngày {{ text }}.",
    ),
    (
        "par_index.objected",
        "{{ agency }} giải trình tiêu chí {{ text }}: {{ round }}",
        "{{ agency }} có giải trình ở tiêu chí {{ text }}, chờ bạn trả lời với số điểm cuối cùng.",
    ),
    (
        "par_index.answered",
        "Giải trình tiêu chí {{ text }} đã được trả lời: {{ round }}",
        "Giải trình của {{ agency }} ở tiêu chí {{ text }} đã được trả lời; điểm cuối cùng ghi ở trang tiêu chí.",
    ),
    (
        "par_index.assigned",
        "Bạn được giao tự chấm: {{ round }}",
        "Bạn được giao tự chấm cho {{ agency }} các tiêu chí: {{ text }}. Xem ở mục Tiêu chí được giao.",
    ),
];

/// What the program keeps of the trees it shipped.
const KIND: &str = "par_index.tree";

/// The table of the commune regulation of 2026, exactly as it was collected.
pub(super) const COMMUNE_TABLE: &str = include_str!("../../../../data/par_index/commune-assessment-2026.csv");

/// Vietnamese words of its outcomes, which the table gives in English.
const COMMUNE_WORDS: &str = include_str!("../../../../data/par_index/commune-assessment-2026.vi.yaml");

/// The trees that are documents.
const DOCUMENTS: [&str; 5] = [
    include_str!("../../../../data/par_index/province-1294-2012.yaml"),
    include_str!("../../../../data/par_index/province-2948-2017.yaml"),
    include_str!("../../../../data/par_index/department-2013.yaml"),
    include_str!("../../../../data/par_index/district-2013.yaml"),
    include_str!("../../../../data/par_index/commune-2013.yaml"),
];

/// Words of a tree's leaf in Vietnamese.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Said {
    outcomes: Vec<String>,
    not_applicable: String,
    evidence: String,
    lead: String,
}

/// Words of the whole table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    domains: BTreeMap<String, String>,
    criteria: BTreeMap<String, String>,
    leaves: BTreeMap<String, Said>,
}

/// What the table does not say of itself.
pub(super) fn commune_about() -> About {
    About {
        code: "xa-57-2026".to_owned(),
        year: 2026,
        level: "commune".to_owned(),
        name: "Đánh giá cấp xã thực hiện Nghị quyết 57-NQ/TW (Khánh Hòa, 2026)".to_owned(),
        source: "Quy định 11-QĐ/TU của Tỉnh ủy Khánh Hòa, Phụ lục 3, theo mã nguồn của xã Công Hải"
            .to_owned(),
    }
}

/// The commune tree as its table has it, spoken in Vietnamese.
fn commune() -> Result<Tree> {
    let mut tree = table(COMMUNE_TABLE, &commune_about())
        .map_err(|wrong| Error::fault("commune-assessment-2026.csv", format!("{wrong:?}")))?;
    let words: Words = serde_saphyr::from_str(COMMUNE_WORDS)
        .map_err(|e| Error::fault("commune-assessment-2026.vi.yaml", e))?;
    for domain in &mut tree.domains {
        if let Some(name) = words.domains.get(&domain.code) {
            domain.name = name.clone();
        }
        for criterion in &mut domain.criteria {
            if let Some(name) = words.criteria.get(&criterion.code) {
                criterion.name = name.clone();
            }
            say(criterion, &words.leaves);
            criterion.parts.iter_mut().for_each(|part| say(part, &words.leaves));
        }
    }
    Ok(tree)
}

fn say(node: &mut Node, all: &BTreeMap<String, Said>) {
    let Some(said) = all.get(&node.code) else { return };
    for (held, words) in [
        (&mut node.not_applicable, &said.not_applicable),
        (&mut node.evidence, &said.evidence),
        (&mut node.lead, &said.lead),
    ] {
        if !words.is_empty() {
            held.clone_from(words);
        }
    }
    let options = match &mut node.rule {
        Some(Rule::Choice { options }) => options,
        Some(Rule::Depends { no, .. }) => match no.as_mut() {
            Rule::Choice { options } => options,
            _ => return,
        },
        _ => return,
    };
    for (option, words) in options.iter_mut().zip(&said.outcomes) {
        let Outcome { name, name_en, .. } = option;
        if name_en.is_empty() {
            *name_en = std::mem::take(name);
        }
        name.clone_from(words);
    }
}

/// Every tree that ships.
pub(super) fn shipped_trees() -> Result<Vec<Tree>> {
    let mut all = vec![commune()?];
    for text in DOCUMENTS {
        all.push(document(text).map_err(|e| Error::fault("shipped tree", format!("{e:?}")))?);
    }
    Ok(all)
}

/// Adds what is missing, and puts a new shipped tree in the place of one that the city left as it was.
pub(super) async fn seed(app: App) -> Result<()> {
    let noted = shipped::of(&app.store, KIND).await?;
    let tx = app.store.write(&Actor::system()).await?;
    for tree in shipped_trees()? {
        let text = serde_json::to_string(&tree)?;
        let file_hash = shipped::hash(&text);
        let known = noted.get(&tree.code);
        if known.is_some_and(|n| n.file_hash == file_hash) {
            continue;
        }
        let row = trees::by_code(&tx, &tree.code).await?;
        let own = row.as_ref().map(|r| shipped::hash(&r.content));
        let put = known.map(|n| n.put_hash.clone());
        let put_hash = if own.is_none() || own == put {
            acts::put_tree(&tx, &tree).await?;
            file_hash.clone()
        } else {
            put.unwrap_or_default()
        };
        shipped::note(&tx, KIND, &tree.code, &Shipped { file_hash, put_hash }).await?;
    }
    notices::ship_templates(&tx, "par_index", &TEMPLATES).await?;
    tx.commit().await
}
