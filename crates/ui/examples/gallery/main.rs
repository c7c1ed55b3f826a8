//! Writes every component as pages to a folder (`cargo run -p ui --example gallery -- FOLDER`), light and dark,
//! Vietnamese and English shells, for the eye and for axe; `crates/ui/examples/check.mjs` looks at them.
#![expect(clippy::unwrap_used, reason = "a tool for developers")]

mod parts;

use askama::Template;
use std::path::{Path, PathBuf};
use ui::*;

#[derive(Template)]
#[template(path = "staff.gallery.html")]
struct StaffPage {
    page: Page,
    head: Head,
    tabs: Tabs,
    table: Table,
    empty_table: Table,
    due: DueBox,
    steps: Steps,
    summary: SummaryList,
    tasks: TaskList,
    history: History,
    form: Form,
}

#[derive(Template)]
#[template(path = "board.gallery.html")]
struct BoardPage {
    page: Page,
    head: Head,
    figures: FigureGroup,
    line: Markup,
    bars: Markup,
    lights: Vec<Light>,
    tags: Vec<Tag>,
    warning: Warning,
    inset: Inset,
}

#[derive(Template)]
#[template(path = "citizen.gallery.html")]
struct CitizenPage {
    page: Page,
    head: Head,
    due: DueBox,
    form: Form,
    timeline: Timeline,
    tasks: TaskList,
    warning: Warning,
    panel: Panel,
    qr: Markup,
}

#[derive(Template)]
#[template(path = "receipt.gallery.html")]
struct ReceiptPage {
    page: Page,
    confirmation: Confirmation,
    qr: Markup,
    summary: SummaryList,
    table: Table,
}

fn words(resource: &'static str) -> Words {
    Words::new(&|key| {
        let text = resource.lines().filter_map(|l| l.split_once(" = ")).find(|(k, _)| *k == key);
        text.map(|(_, t)| t.to_owned()).unwrap_or_else(|| key.to_owned())
    })
}

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/gallery".into()));
    for (lang, resource) in [("vi", MESSAGES_VI), ("en", MESSAGES_EN)] {
        let words = words(resource);
        for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            if lang == "en" && theme == Theme::Dark {
                continue;
            }
            let write = |page: &str, html: String| {
                let path = folder.join(format!("{page}-{lang}-{name}.html"));
                put(&path, html.as_bytes());
                println!("{} {} bytes", path.display(), html.len());
            };
            write("staff", staff(&words, lang, theme).render().unwrap());
            write("board", board(&words, lang, theme).render().unwrap());
            write("citizen", citizen(&words, lang, theme).render().unwrap());
            write("receipt", receipt(&words, lang, theme).render().unwrap());
            write("error", error(&words, lang, theme).render().unwrap());
            let print = PrintPage {
                page: parts::citizen_page(&words, lang, theme),
                body: Markup::of(&parts::table(&words)),
            };
            write("print", print.render().unwrap());
        }
    }
    for name in ["app.css", "app.js", "mark.svg", "river.svg"].into_iter().chain(parts::FONTS) {
        let (bytes, _) = asset(name).unwrap();
        put(&folder.join(asset_url(name).trim_start_matches('/')), bytes);
    }
}

fn put(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn staff(words: &Words, lang: &'static str, theme: Theme) -> StaffPage {
    let mut empty_table = Table::new(words, "trong", "Hồ sơ chờ trả kết quả");
    empty_table.empty = Empty::new(
        "Không có hồ sơ nào chờ trả",
        "Hồ sơ có kết quả sẽ hiện ở đây ngay khi phòng chuyên môn trình ký xong.",
    )
    .with_action("/ho-so", "Xem mọi hồ sơ");
    StaffPage {
        page: parts::staff_page(words, lang, theme),
        head: parts::head(),
        tabs: parts::tabs(),
        table: parts::table(words),
        empty_table,
        due: parts::due(words),
        steps: parts::steps(words),
        summary: parts::summary(words),
        tasks: parts::tasks(),
        history: parts::history(words),
        form: parts::staff_form(words),
    }
}

fn board(words: &Words, lang: &'static str, theme: Theme) -> BoardPage {
    BoardPage {
        page: parts::staff_page(words, lang, theme),
        head: Head {
            lead: "Số liệu đến 17:00 ngày 31/10/2012, đo từ hồ sơ thật của Một cửa.".into(),
            ..Head::new("Bảng điều hành tháng 10/2012")
        },
        figures: parts::figures(words),
        line: parts::line(words),
        bars: parts::bars(words),
        lights: vec![
            Light::new(LightState::Green, "Đạt"),
            Light::new(LightState::Amber, "Có nguy cơ"),
            Light::new(LightState::Red, "Không đạt"),
            Light::new(LightState::Grey, "Chưa đủ số liệu"),
        ],
        tags: vec![
            Tag::new("Mới nộp", Tone::Neutral),
            Tag::new("Đang giải quyết", Tone::Info),
            Tag::new("Đã trả kết quả", Tone::Good),
            Tag::new("Sắp đến hạn", Tone::Warn),
            Tag::new("Quá hạn 2 ngày", Tone::Bad),
            Tag::new("Liên thông", Tone::Accent),
        ],
        warning: Warning {
            prefix: words.warning.clone(),
            text: "Sau khi chốt kỳ báo cáo, số liệu tháng 10 không sửa được nữa.".into(),
        },
        inset: Inset {
            text: "Hồ sơ rút theo yêu cầu của người nộp không tính vào tỷ lệ đúng hạn.".into()
        },
    }
}

fn citizen(words: &Words, lang: &'static str, theme: Theme) -> CitizenPage {
    CitizenPage {
        page: parts::citizen_page(words, lang, theme),
        head: Head {
            lead: "Bạn cần trả lời ba câu. Mất khoảng 5 phút.".into(),
            ..Head::new("Người xin cấp giấy phép xây dựng là ai?")
        },
        due: parts::due(words),
        form: parts::citizen_form(words),
        timeline: parts::timeline(),
        tasks: parts::tasks(),
        warning: Warning {
            prefix: words.warning.clone(),
            text: "Khai sai sự thật thì hồ sơ bị trả lại và bạn phải nộp lại từ đầu.".into(),
        },
        panel: Panel {
            title: "Cần giúp đỡ?".into(),
            lines: vec!["Gọi 0292 3820 111, giờ hành chính, hoặc hỏi tại quầy số 3.".into()],
            links: vec![Link::new("/huong-dan", "Hướng dẫn từng bước")],
        },
        qr: qr_svg("https://motcua.example/tra-cuu/H13.01-121005-0007"),
    }
}

fn receipt(words: &Words, lang: &'static str, theme: Theme) -> ReceiptPage {
    let mut table = parts::table(words);
    table.filters.clear();
    table.batch.clear();
    table.saved.clear();
    table.save_action = None;
    ReceiptPage {
        page: parts::citizen_page(words, lang, theme),
        confirmation: Confirmation {
            title: "Đã nộp hồ sơ".into(),
            code_label: "Mã hồ sơ của bạn".into(),
            code: "H13.01-121005-0007".into(),
            lines: vec![
                "Hẹn trả kết quả lúc 16:30 ngày 12/10/2012 (thứ Sáu) tại quầy số 3.".into(),
                "Chúng tôi báo bạn bằng tin nhắn khi có kết quả. Có gì cần hỏi, gọi 0292 3820 111.".into(),
            ],
        },
        qr: qr_svg("https://motcua.example/tra-cuu/H13.01-121005-0007"),
        summary: parts::summary(words),
        table,
    }
}

fn error(words: &Words, lang: &'static str, theme: Theme) -> ErrorPage {
    let mut page = parts::citizen_page(words, lang, theme);
    page.title = "Không tìm thấy trang".into();
    page.flash = None;
    ErrorPage {
        page,
        text: "Địa chỉ có thể đã gõ thiếu, hoặc trang đã dời chỗ. Bạn có thể bắt đầu lại từ những trang dưới đây.".into(),
        links: vec![Link::new("/", "Trang chủ"), Link::new("/thu-tuc", "Tìm thủ tục"), Link::new("/tra-cuu", "Tra cứu hồ sơ")],
        trace: "0192-7f3a".into(),
    }
}
