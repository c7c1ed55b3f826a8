//! Reconciliation (đối soát): what the gateway's statement says against the orders that are paid here.

use kernel::Day;
use std::collections::BTreeMap;

/// A line of a gateway's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The gateway's number.
    pub reference: String,
    /// Code of the order.
    pub order: String,
    /// đồng.
    pub amount: i64,
    /// Day.
    pub on: Day,
}

/// An order here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Code.
    pub code: String,
    /// đồng.
    pub amount: i64,
    /// The payment it was paid by; none while it is not paid.
    pub reference: Option<String>,
}

/// What is found of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// Both say the same.
    Matched,
    /// Other amounts.
    Amount,
    /// No such order here.
    Unknown,
    /// Paid at the gateway, not here.
    NotPaidHere,
    /// A second payment of one order.
    Double,
    /// Paid here, not in the statement.
    NotStated,
}

impl Finding {
    /// All of them.
    pub const ALL: [Finding; 6] = [
        Finding::Matched,
        Finding::Amount,
        Finding::Unknown,
        Finding::NotPaidHere,
        Finding::Double,
        Finding::NotStated,
    ];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Finding::Matched => "matched",
            Finding::Amount => "amount",
            Finding::Unknown => "unknown",
            Finding::NotPaidHere => "not_paid_here",
            Finding::Double => "double",
            Finding::NotStated => "not_stated",
        }
    }
}

/// Compares a statement with the orders: a finding for every line, and the paid orders that no line names. `known` holds
/// the orders that the statement names, and those paid in its days.
pub fn compare<'a>(stated: &[Stated], known: &'a [Known]) -> (Vec<Finding>, Vec<&'a Known>) {
    let by_code: BTreeMap<&str, &Known> = known.iter().map(|k| (k.code.as_str(), k)).collect();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    let findings = stated
        .iter()
        .map(|line| {
            let Some(order) = by_code.get(line.order.as_str()) else { return Finding::Unknown };
            let times = named.entry(order.code.as_str()).or_default();
            *times += 1;
            match &order.reference {
                None => Finding::NotPaidHere,
                Some(reference) if *reference != line.reference => Finding::Double,
                Some(_) if *times > 1 => Finding::Double,
                Some(_) if order.amount != line.amount => Finding::Amount,
                Some(_) => Finding::Matched,
            }
        })
        .collect();
    let missing = known.iter().filter(|k| k.reference.is_some() && !named.contains_key(k.code.as_str()));
    (findings, missing.collect())
}

/// Why a statement cannot be read: line (1 is the head) and message key.
pub type Unreadable = (usize, &'static str);

/// Reads a statement: CSV with the columns `order`, `reference`, `amount`, `day` in any order (ISO or 05/10/2012).
pub fn read(text: &str) -> Result<Vec<Stated>, Unreadable> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|_| (1, "fees-error-statement-csv"))?.clone();
    let column = |name: &str| {
        let at = heads.iter().position(|head| head.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name));
        at.ok_or((1, "fees-error-statement-columns"))
    };
    let (order, reference, amount, day) =
        (column("order")?, column("reference")?, column("amount")?, column("day")?);
    let mut lines = Vec::new();
    for (at, record) in (2..).zip(reader.records()) {
        let record = record.map_err(|_| (at, "fees-error-statement-csv"))?;
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let amount = super::amount(cell(amount)).ok_or((at, "fees-error-statement-amount"))?;
        let text = cell(day);
        let on =
            text.parse().ok().or_else(|| Day::parse_vn(text).ok()).ok_or((at, "fees-error-statement-day"))?;
        if cell(order).is_empty() || cell(reference).is_empty() {
            return Err((at, "fees-error-statement-empty"));
        }
        lines.push(Stated {
            reference: cell(reference).to_owned(),
            order: cell(order).to_owned(),
            amount,
            on,
        });
    }
    if lines.is_empty() { Err((1, "fees-error-statement-none")) } else { Ok(lines) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(order: &str, reference: &str, amount: i64) -> Stated {
        Stated { reference: reference.into(), order: order.into(), amount, on: "2013-06-10".parse().unwrap() }
    }

    fn known(code: &str, amount: i64, reference: Option<&str>) -> Known {
        Known { code: code.into(), amount, reference: reference.map(str::to_owned) }
    }

    #[test]
    fn every_line_finds_its_order_or_says_why_not() {
        let orders = [
            known("A", 10, Some("1")),
            known("B", 10, Some("2")),
            known("C", 10, None),
            known("D", 10, Some("4")),
            known("E", 10, Some("5")),
        ];
        let lines = [
            line("A", "1", 10),
            line("B", "2", 12),
            line("C", "3", 10),
            line("X", "9", 10),
            line("D", "8", 10),
            line("A", "1", 10),
        ];
        let (found, missing) = compare(&lines, &orders);
        assert_eq!(
            found,
            [
                Finding::Matched,
                Finding::Amount,
                Finding::NotPaidHere,
                Finding::Unknown,
                Finding::Double,
                Finding::Double
            ]
        );
        assert_eq!(missing, [&orders[4]]);
    }

    #[test]
    fn a_statement_is_read_by_its_heads_and_a_mistake_names_its_line() {
        let text = "\u{feff}Day,Order,Amount,Reference\n2013-06-10,MC-1,50.000,G1\n11/06/2013,MC-2,8000,G2\n";
        let lines = read(text).unwrap();
        assert_eq!((lines[0].amount, lines[1].on.to_string().as_str()), (50_000, "2013-06-11"));
        assert_eq!(read("order,amount\nA,1\n"), Err((1, "fees-error-statement-columns")));
        assert_eq!(
            read("order,reference,amount,day\nA,1,x,2013-06-10\n"),
            Err((2, "fees-error-statement-amount"))
        );
        assert_eq!(read("order,reference,amount,day\nA,1,5,hôm qua\n"), Err((2, "fees-error-statement-day")));
        assert_eq!(read("order,reference,amount,day\n"), Err((1, "fees-error-statement-none")));
    }

    proptest! {
        #[test]
        fn whatever_is_uploaded_is_answered(text in ".{0,200}") {
            let _ = read(&text);
        }

        #[test]
        fn a_statement_of_all_that_is_paid_leaves_nothing_over(amounts in prop::collection::vec(1i64..1000, 1..20)) {
            let orders: Vec<Known> = amounts.iter().enumerate()
                .map(|(n, a)| known(&format!("O{n}"), *a, Some(&format!("G{n}")))).collect();
            let lines: Vec<Stated> = amounts.iter().enumerate()
                .map(|(n, a)| line(&format!("O{n}"), &format!("G{n}"), *a)).collect();
            let (found, missing) = compare(&lines, &orders);
            prop_assert!(found.iter().all(|f| *f == Finding::Matched) && missing.is_empty());
        }
    }
}
