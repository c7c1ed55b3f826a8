//! What somebody looks for, and where in a list they are.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use platform::http::Query;
use platform::list::{ComputedSort, PAGE, page_of, sortable};
use platform::search::{match_expression, own_path};
use platform::store::Engine;

/// The longest expression: eight words typed, each with all it may be short for.
const LONGEST: usize = 20_000;

/// Of what is typed, only folded words reach an engine, and not without end.
pub fn search(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    for (engine, signs) in [(Engine::Sqlite, " \"()*ANDOR"), (Engine::Postgres, " &|():*")] {
        let Some(expression) = match_expression(engine, &typed) else { continue };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || signs.contains(c);
        assert!(expression.chars().all(plain), "{expression}");
        assert!(expression.len() <= LONGEST, "{} bytes", expression.len());
        assert_eq!(expression.matches('"').count() % 2, 0, "{expression}");
        assert_eq!(expression.matches('(').count(), expression.matches(')').count(), "{expression}");
        let longest = expression.split(|c: char| !c.is_ascii_alphanumeric()).map(str::len).max();
        assert!(longest.is_none_or(|length| length <= 100), "a lexeme without end");
    }
    assert!(kernel::text::fold(&kernel::text::fold(&typed)) == kernel::text::fold(&typed));
    if let Some(path) = own_path("https://motcua.example", &typed) {
        assert!(path.starts_with('/') && !path.starts_with("//"), "{path} leads to another site");
    }
}

/// Whatever stands in the address, a page has its size, and its cursors lead to pages.
pub fn cursor(bytes: &[u8]) {
    let rows = || (1i64..=60).collect::<Vec<_>>();
    let sorts = [ComputedSort { name: "so", key: |n: &i64| sortable(Some(*n as f64)) }];
    let text = String::from_utf8_lossy(bytes).into_owned();
    let encoded = URL_SAFE_NO_PAD.encode(bytes);
    for (name, value) in [("sau", &text), ("truoc", &text), ("sau", &encoded), ("truoc", &encoded)] {
        let query = |name: &str, value: &str| Query(vec![(name.to_owned(), value.to_owned())]);
        let page = page_of(rows(), &query(name, value), &sorts, PAGE, |n| *n);
        assert!(page.rows.len() <= PAGE && page.count == 60);
        if let (Some(next), Some(last)) = (&page.next, page.rows.last()) {
            let after = page_of(rows(), &query("sau", next), &sorts, PAGE, |n| *n);
            assert_eq!(after.rows.first(), Some(&(last + 1)), "the next page begins after this one");
        }
    }
    let asked = Query(vec![("sap".to_owned(), text)]);
    assert_eq!(page_of(rows(), &asked, &sorts, PAGE, |n| *n).rows.len(), PAGE);
}
