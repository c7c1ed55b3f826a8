//! The list: escaping, labels for cards, selection without nested forms, sort states, the empty state.

use super::*;
use crate::tag::Tone;
use crate::words::MESSAGES_VI;
use crate::words::tests::words_of;

fn table() -> Table {
    let mut table = Table::new(&words_of(MESSAGES_VI), "ho-so", "Hồ sơ");
    table.columns = vec![
        Column::new("ma", "Mã").sorted("?sap=-ma", Some(SortDir::Up)),
        Column::new("nguoi", "Người \"nộp\""),
        Column::numeric("phi", "Phí"),
    ];
    table.rows = vec![Row::selectable(
        "7",
        vec![
            Cell::code("/ho-so/7?a=1&b=2", "H13-0007"),
            Cell::Stack(vec![Cell::text("<script>alert(1)</script>"), Tag::new("Quá hạn", Tone::Bad).into()]),
            Cell::number("75.000"),
        ],
    )];
    table
}

#[test]
fn what_people_write_is_escaped_and_components_are_not() {
    let html = table().to_string();
    assert!(!html.contains("<script>"), "{html}");
    assert!(html.contains(r#"<span class="tag tag-bad">Quá hạn</span>"#), "{html}");
    assert!(html.contains("data-label=\"Người &#34;nộp&#34;\""), "{html}");
}

#[test]
fn the_first_cell_names_the_row_and_figures_stand_right() {
    let html = table().to_string();
    assert!(html.contains(r#"<th scope="row" role="rowheader">"#), "{html}");
    assert!(html.contains(r#"<td role="cell" class="num" data-label="Phí">"#), "{html}");
    assert!(html.contains(r#"aria-sort="ascending""#) && !html.contains("descending"), "{html}");
}

#[test]
fn rows_are_selected_only_where_there_is_something_to_do() {
    assert!(!table().to_string().contains("type=\"checkbox\""));
    let mut table = table();
    table.batch = vec![BatchAction { label: "Chuyển".into(), formaction: "/chuyen".into(), danger: false }];
    let html = table.to_string();
    assert!(html.contains(r#"name="chon" value="7" form="ho-so-chon""#), "{html}");
    assert!(html.contains(r#"formaction="/chuyen""#));
}

#[test]
fn an_empty_list_says_so_instead_of_showing_a_bare_head() {
    let mut table = table();
    table.rows.clear();
    table.empty = Empty::new("Chưa có hồ sơ nào", "Bỏ bớt bộ lọc.").with_action("/ho-so", "Xem mọi hồ sơ");
    let html = table.to_string();
    assert!(html.contains("Chưa có hồ sơ nào") && !html.contains("<table"), "{html}");
}

#[test]
fn twenty_five_rows_stay_within_the_size_of_a_page() {
    let mut table = table();
    let row = table.rows[0].clone();
    table.rows = vec![row; 25];
    let html = table.to_string();
    assert!(html.len() < 16 * 1024, "{} bytes", html.len());
}
