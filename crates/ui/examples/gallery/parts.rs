//! Realistic Vietnamese data for the gallery.

use ui::*;

pub const FONTS: [&str; 6] = [
    "be-vietnam-pro-latin-400.woff2",
    "be-vietnam-pro-latin-700.woff2",
    "be-vietnam-pro-vietnamese-400.woff2",
    "be-vietnam-pro-vietnamese-700.woff2",
    "motcua-figures-400.woff2",
    "motcua-figures-700.woff2",
];

fn item(label: &str, href: &str, count: Option<u64>, current: bool) -> MenuItem {
    MenuItem { label: label.into(), href: href.into(), current, count }
}

pub fn staff_page(words: &Words, lang: &'static str, theme: Theme) -> Page {
    let mut page = Page::new(words, lang, "Hồ sơ chờ tiếp nhận")
        .with_crumb("/", "Bàn làm việc")
        .with_crumb("/ho-so", "Hồ sơ");
    page.theme = theme;
    page.site_name = "Thành phố Cần Thơ".into();
    page.agency = Some("Ủy ban nhân dân quận Ninh Kiều".into());
    page.viewer = Some(ViewerBadge {
        name: "Trần Thị Ngọc Hân".into(),
        role: "Cán bộ một cửa".into(),
        unit: "Bộ phận Tiếp nhận và Trả kết quả".into(),
    });
    page.menu = vec![
        MenuGroup {
            label: String::new(),
            first: 0,
            open: true,
            items: vec![item("Bàn làm việc", "/ban-lam-viec", None, false)],
        },
        MenuGroup {
            label: "Một cửa".into(),
            open: true,
            items: vec![
                item("Chờ tiếp nhận", "/ho-so/cho", Some(12), true),
                item("Đang giải quyết", "/ho-so/dang", Some(148), false),
                item("Chờ trả kết quả", "/ho-so/tra", None, false),
                item("Thủ tục hành chính", "/thu-tuc", None, false),
            ],
            first: 0,
        },
        MenuGroup {
            label: "Bộ máy".into(),
            open: false,
            items: vec![
                item("Cơ quan, đơn vị", "/co-quan", None, false),
                item("Biên chế", "/bien-che", None, false),
                item("Chỉ tiêu và chương trình cải cách", "/chi-tieu", None, false),
            ],
            first: 0,
        },
    ];
    page.path = "/ho-so/cho?trang-thai=moi&q=Nguyễn".into();
    page.demo_banner = Some("Bản trình diễn: mọi hồ sơ và tên người đều là dữ liệu giả.".into());
    page.notices = 3;
    page.flash = Some(Flash {
        tone: Tone::Good,
        text: "Đã tiếp nhận hồ sơ H13.01-121005-0007, hẹn trả 12/10/2012.".into(),
    });
    page.footer = vec![Link::new("/tro-nang", "Khả năng tiếp cận"), Link::new("/gop-y", "Góp ý, phản ánh")];
    page
}

pub fn citizen_page(words: &Words, lang: &'static str, theme: Theme) -> Page {
    let mut page = staff_page(words, lang, theme);
    page.title = "Cấp giấy phép xây dựng nhà ở".into();
    page.crumbs = Vec::new();
    page.viewer = None;
    page.flash =
        Some(Flash { tone: Tone::Info, text: "Bản nháp được giữ đến 04/11/2012.".into() });
    page.menu = vec![MenuGroup {
        label: String::new(),
        open: true,
        items: vec![
            item("Thủ tục", "/thu-tuc", None, true),
            item("Tra cứu hồ sơ", "/tra-cuu", None, false),
            item("Phản ánh, kiến nghị", "/phan-anh", None, false),
            item("Kết quả phục vụ", "/cong-khai", None, false),
        ],
        first: 3,
    }];
    page.with_back("/thu-tuc/gpxd", words.back.clone())
}

pub fn head() -> Head {
    Head {
        caption: "H13.01-121005-0007".into(),
        tag: Some(Tag::new("Đang giải quyết", Tone::Info)),
        lead: "Cấp giấy phép xây dựng nhà ở riêng lẻ".into(),
        actions: vec![
            Action::post("/tra", "Trả kết quả", ActionKind::Primary),
            Action::link("/bo-sung", "Yêu cầu bổ sung", ActionKind::Quiet),
            Action::post("/tu-choi", "Từ chối", ActionKind::Danger),
        ],
        ..Head::new("Hồ sơ của ông Nguyễn Văn Thưởng")
    }
}

pub fn tabs() -> Tabs {
    let tab = |label: &str, current, count: Option<&str>| Tab {
        label: label.into(),
        href: format!("?the={label}"),
        current,
        count: count.map(str::to_owned),
    };
    Tabs {
        label: "Phần của hồ sơ".into(),
        items: vec![
            tab("Cần làm", true, Some("12")),
            tab("Theo dõi", false, Some("148")),
            tab("Đã xong", false, Some("hơn 1.000")),
            tab("Trao đổi", false, None),
        ],
    }
}

pub fn table(words: &Words) -> Table {
    let mut table = Table::new(words, "ho-so", "Hồ sơ chờ tiếp nhận");
    table.action = "/ho-so/cho".into();
    table.columns = vec![
        Column::new("ma", "Mã hồ sơ").sorted("?sap=ma", None),
        Column::new("nguoi", "Người nộp").sorted("?sap=ten", None),
        Column::new("thu-tuc", "Thủ tục"),
        Column::numeric("phi", "Phí, lệ phí (đồng)").sorted("?sap=phi", None),
        Column::new("han", "Hẹn trả").sorted("?sap=-han", Some(SortDir::Up)),
        Column::new("trang-thai", "Trạng thái"),
        Column::new("viec", "Việc"),
    ];
    let rows = [
        (
            "0007",
            "Nguyễn Văn Thưởng",
            "Cấp giấy phép xây dựng nhà ở riêng lẻ",
            "75.000",
            "12/10/2012",
            "Quá hạn 2 ngày",
            Tone::Bad,
        ),
        ("0011", "Lê Thị Ánh Tuyết", "Đăng ký khai sinh", "0", "05/10/2012", "Sắp đến hạn", Tone::Warn),
        (
            "0018",
            "Công ty TNHH Thủy sản Hậu Giang",
            "Chứng nhận đăng ký hộ kinh doanh",
            "1.150.000",
            "19/10/2012",
            "Đang giải quyết",
            Tone::Info,
        ),
        (
            "0024",
            "Đặng Quốc Ưng",
            "Chuyển quyền sử dụng đất; đăng ký biến động",
            "111.111",
            "22/10/2012",
            "Đã có kết quả",
            Tone::Good,
        ),
    ];
    table.rows = rows
        .into_iter()
        .map(|(code, name, procedure, fee, due, status, tone)| {
            Row::selectable(
                code,
                vec![
                    Cell::code(format!("/ho-so/{code}"), format!("H13.01-121005-{code}")),
                    Cell::Stack(vec![Cell::text(name), Cell::muted("Phường An Khánh")]),
                    Cell::text(procedure),
                    Cell::number(fee),
                    Cell::moment("2012-10-12", due),
                    Tag::new(status, tone).into(),
                    Cell::post(format!("/ho-so/{code}/tiep-nhan"), "Tiếp nhận", format!("hồ sơ {code}")),
                ],
            )
        })
        .collect();
    table.filters = vec![
        Filter::text("q", "Tên hoặc mã", "Nguyễn"),
        Filter::select(
            "trang-thai",
            "Trạng thái",
            vec![Choice::new("", "Tất cả", false), Choice::new("qua-han", "Quá hạn", true)],
        ),
        Filter::select(
            "thu-tuc",
            "Thủ tục",
            vec![Choice::new("", "Tất cả", true), Choice::new("ks", "Đăng ký khai sinh", false)],
        ),
        Filter::date("tu", "Từ ngày", "2012-10-01"),
    ];
    table.saved = vec![Link::new("?loc=1", "Quá hạn của tôi"), Link::new("?loc=2", "Nộp trực tuyến hôm nay")];
    table.save_action = Some("/bo-loc".into());
    table.active_filters = vec![
        Chip { label: "Trạng thái: Quá hạn".into(), remove_href: "?".into() },
        Chip { label: "Từ ngày 01/10/2012".into(), remove_href: "?a".into() },
    ];
    table.clear_href = Some("/ho-so/cho".into());
    table.count_text = "1–4 trong hơn 1.000 hồ sơ".into();
    table.next = Some("?sau=0024".into());
    table.prev = Some("?truoc=0007".into());
    table.exports = vec![Link::new("/ho-so.xlsx", "Excel"), Link::new("/ho-so.csv", "CSV")];
    table.batch = vec![
        BatchAction {
            label: "Chuyển phòng chuyên môn".into(), formaction: "/chuyen".into(), danger: false
        },
        BatchAction { label: "Từ chối".into(), formaction: "/tu-choi".into(), danger: true },
    ];
    table.hidden = vec![("sap".into(), "han".into())];
    table
}

pub fn due(words: &Words) -> DueBox {
    DueBox {
        words: words.clone(),
        label: "Hẹn trả kết quả".into(),
        due_text: "16:30 ngày 12/10/2012 (thứ Sáu)".into(),
        tag: Tag::new("Còn 3 ngày làm việc", Tone::Good),
        steps: vec![
            "Tiếp nhận 09:12 ngày 05/10/2012 (thứ Sáu), trước 15:00 nên tính từ hôm nay.".into(),
            "Thời hạn 5 ngày làm việc theo Quyết định 12/2012/QĐ-UBND.".into(),
            "Trừ thứ Bảy 06/10 và Chủ nhật 07/10; không có ngày lễ.".into(),
            "Hết ngày làm việc thứ năm: 12/10/2012, cuối giờ 16:30.".into(),
        ],
    }
}

pub fn steps(words: &Words) -> Steps {
    let step = |label: &str, text: &str, state| Step { label: label.into(), text: text.into(), state };
    Steps {
        words: words.clone(),
        items: vec![
            step("Tiếp nhận", "05/10, Trần Thị Ngọc Hân", StepState::Done),
            step("Thẩm định", "Phòng Quản lý đô thị", StepState::Current),
            step("Ký duyệt", "", StepState::Todo),
            step("Trả kết quả", "", StepState::Todo),
        ],
    }
}

pub fn summary(words: &Words) -> SummaryList {
    SummaryList::new(words)
        .titled("Người nộp")
        .row_with_change("Họ và tên", "Nguyễn Văn Thưởng", "/sua#ten")
        .row_with_change("Ngày sinh", Cell::moment("1971-02-03", "03/02/1971"), "/sua#ns")
        .row_with_change("Điện thoại", "", "/sua#dt")
        .row("Trạng thái", Tag::new("Đang giải quyết", Tone::Info))
}

pub fn tasks() -> TaskList {
    let task = |title: &str, href: Option<&str>, hint: &str, status| Task {
        title: title.into(),
        href: href.map(Into::into),
        hint: hint.into(),
        status,
    };
    TaskList {
        id: "viec".into(),
        groups: vec![TaskGroup {
            title: "Hồ sơ của bạn".into(),
            tasks: vec![
                task("Thông tin người nộp", Some("/1"), "", TaskStatus::Done("Đã điền đủ".into())),
                task(
                    "Bản vẽ thiết kế",
                    Some("/2"),
                    "PDF hoặc ảnh, tối đa 10 MB",
                    TaskStatus::Tag(Tag::new("Chưa điền đủ", Tone::Info)),
                ),
                task(
                    "Giấy chứng nhận quyền sử dụng đất",
                    Some("/3"),
                    "",
                    TaskStatus::Tag(Tag::new("Có chỗ cần sửa", Tone::Bad)),
                ),
                task("Kiểm tra và nộp", None, "", TaskStatus::Blocked("Chưa làm được".into())),
            ],
        }],
    }
}

pub fn history(words: &Words) -> History {
    let entry = |at: &str, action: &str, reason: Option<&str>, changes| HistoryEntry {
        at: at.into(),
        who: "Trần Thị Ngọc Hân".into(),
        unit: "Bộ phận một cửa".into(),
        action: action.into(),
        reason: reason.map(Into::into),
        changes,
    };
    let change =
        Change { field: "Hẹn trả".into(), before: "12/10/2012".into(), after: "16/10/2012".into() };
    let phone =
        Change { field: "Điện thoại".into(), before: String::new(), after: "0912 345 678".into() };
    History {
        words: words.clone(),
        title: String::new(),
        entries: vec![
            entry("08/10/2012 14:05", "Gia hạn", Some("Chờ ý kiến Sở Xây dựng"), vec![change, phone]),
            entry("05/10/2012 09:12", "Tiếp nhận", None, vec![]),
        ],
    }
}

pub fn staff_form(words: &Words) -> Form {
    let choices =
        vec![Choice::new("", words.choose.clone(), true), Choice::new("qldt", "Phòng Quản lý đô thị", false)];
    let row = |n: usize, name: &str, copies: &str| {
        vec![
            Field::text(format!("giay[{n}].ten"), "Tên giấy tờ").value(name).label_hidden(),
            Field::number(format!("giay[{n}].ban"), "Số bản").value(copies).label_hidden(),
        ]
    };
    let rows = FieldKind::Rows {
        columns: vec!["Tên giấy tờ".into(), "Số bản".into()],
        rows: vec![row(1, "Đơn đề nghị cấp phép", "1"), row(2, "", "")],
        add_name: Some("them-giay".into()),
    };
    let mut form = Form::new(
        words,
        "/chuyen",
        "Chuyển giải quyết",
        vec![
            Field::heading("Chuyển hồ sơ"),
            Field::select("phong", "Phòng nhận", choices),
            Field::new(FieldKind::Moment, "luc", "Chuyển lúc").value("2012-10-05T09:30"),
            Field::money("le-phi", "Lệ phí đã thu").value("75.000"),
            Field::new(rows, "giay", "Giấy tờ kèm theo"),
            Field::checkboxes(
                "lien",
                "Gửi thêm cho",
                vec![Choice::new("a", "Sở Xây dựng", true), Choice::new("b", "Chi cục Thuế", false)],
            )
            .optional(),
            Field::textarea("ghi-chu", "Ghi chú", 2).optional().max_length(500),
        ],
    )
    .with_secondary("/ho-so", "Không chuyển nữa");
    form.second_button = Some(("nhap".into(), "1".into(), "Lưu nháp".into()));
    form
}

pub fn citizen_form(words: &Words) -> Form {
    let mut form = Form::new(
        words,
        "/nop",
        "Tiếp tục",
        vec![
            Field::text("ho-ten", "Họ và tên")
                .hint("Ghi đủ dấu như trên căn cước công dân")
                .value("Nguyen")
                .error(Some("Hãy ghi đủ họ và tên, ví dụ Nguyễn Văn Thưởng".into()))
                .autocomplete("name"),
            Field::date("ngay-sinh", "Ngày sinh").autocomplete("bday").value("1971-02-03"),
            Field::radios(
                "nhan",
                "Bạn muốn nhận kết quả ở đâu?",
                vec![
                    Choice::new("quay", "Tại quầy một cửa", true).hint("Mang theo giấy hẹn"),
                    Choice::new("buu-dien", "Qua bưu điện", false)
                        .hint("Cước khoảng 30.000 đồng, trả khi nhận"),
                ],
            ),
            Field::group(
                "dia-chi",
                "Địa chỉ thường trú",
                vec![
                    Field::text("so-nha", "Số nhà, đường"),
                    Field::text("phuong", "Phường, xã").width(Width::Half),
                ],
            ),
            Field::file("ban-ve", "Bản vẽ thiết kế", ".pdf,.jpg", "PDF hoặc ảnh, tối đa 10 MB").optional(),
            Field::new(FieldKind::Tel, "dt", "Số điện thoại")
                .hint("Chúng tôi nhắn tin khi có kết quả")
                .optional()
                .autocomplete("tel"),
        ],
    )
    .multipart();
    form.draft_action = Some("/nhap".into());
    form
}

pub fn timeline() -> Timeline {
    let item = |title: &str, at: &str, by: &str, text: &str, tone| TimelineItem {
        title: title.into(),
        at: at.into(),
        by: by.into(),
        text: text.into(),
        tone,
        links: vec![],
    };
    Timeline {
        items: vec![
            item(
                "Đang thẩm định",
                "08/10/2012 08:00",
                "Phòng Quản lý đô thị",
                "Cán bộ kiểm tra thực địa ngày 09/10.",
                Tone::Info,
            ),
            item(
                "Yêu cầu bổ sung",
                "06/10/2012 10:20",
                "Phòng Quản lý đô thị",
                "Thiếu chữ ký của hộ liền kề. Đã bổ sung cùng ngày.",
                Tone::Warn,
            ),
            TimelineItem {
                links: vec![Link::new("/giay-hen.pdf", "Giấy tiếp nhận và hẹn trả (PDF)")],
                ..item("Đã tiếp nhận", "05/10/2012 09:12", "Bộ phận một cửa quận Ninh Kiều", "", Tone::Good)
            },
        ],
    }
}

pub fn figures(words: &Words) -> FigureGroup {
    let mut rate = Figure::new(words, "Giải quyết đúng hạn", "94,5", "%")
        .defined(
            "Số hồ sơ trả không muộn hơn hẹn, chia cho số hồ sơ đã trả trong kỳ; hồ sơ rút không tính.",
            "Tháng 10/2012",
        )
        .records("1.284 hồ sơ", "/ho-so?ky=10", "Xem 1.284 hồ sơ");
    rate.delta = Some(Delta { text: "Tăng 2,1 điểm so với tháng 9".into(), tone: Tone::Good });
    rate.light = Some(Light::new(LightState::Amber, "Sát chỉ tiêu 95 %"));
    rate.chart = Some(sparkline("Tỷ lệ đúng hạn sáu tháng", &[88.0, 90.5, 89.7, 91.2, 92.4, 94.5]));
    let mut days = Figure::new(words, "Thời gian giải quyết trung vị", "4,2", "ngày làm việc")
        .defined(
            "Từ lúc tiếp nhận đến lúc có kết quả, không tính ngày chờ người dân bổ sung.",
            "Tháng 10/2012",
        )
        .records("1.284 hồ sơ", "/ho-so?ky=10&a", "Xem hồ sơ và thời gian");
    days.light = Some(Light::new(LightState::Green, "Đạt"));
    let mut content = Figure::new(words, "Người dân hài lòng", "82", "%")
        .defined("Phiếu trả lời hài lòng hoặc rất hài lòng, chia cho mọi phiếu hợp lệ.", "Quý III/2012")
        .records("311 phiếu", "/khao-sat", "Xem 311 phiếu");
    content.delta = Some(Delta { text: "Giảm 1,4 điểm so với quý II".into(), tone: Tone::Bad });
    content.light = Some(Light::new(LightState::Red, "Dưới chỉ tiêu 85 %"));
    let late = Figure::new(words, "Hồ sơ đang quá hạn", "17", "hồ sơ")
        .defined("Hẹn trả đã qua mà chưa có kết quả.", "Lúc 17:00, 31/10/2012")
        .records("trên 148 hồ sơ đang giải quyết", "/ho-so?qua-han", "Xem 17 hồ sơ");
    FigureGroup { figures: vec![rate, days, content, late] }
}

pub fn line(words: &Words) -> Markup {
    let values = [86.2, 88.0, 90.5, 89.7, 91.2, 92.4, 94.5];
    LineChart {
        id: "dung-han".into(),
        title: "Tỷ lệ giải quyết đúng hạn, tháng 4 đến tháng 10/2012".into(),
        desc: "Tăng từ 86,2 % lên 94,5 %; dự báo tháng 12 là 95,6 %, chỉ tiêu 95 %.".into(),
        points: values
            .iter()
            .enumerate()
            .map(|(i, v)| Point::new(format!("T{}", i + 4), Some(*v), Some(900 + 60 * i as u64)))
            .collect(),
        declared: Some(Series {
            name: String::new(),
            values: vec![Some(97.0), Some(97.5), Some(98.1), Some(98.0), Some(98.8), Some(99.0), Some(99.2)],
        }),
        target: Some(95.0),
        forecast: vec![
            Band { label: "T11".into(), value: 95.1, low: 93.8, high: 96.3 },
            Band { label: "T12".into(), value: 95.6, low: 93.2, high: 97.6 },
        ],
        unit: "%".into(),
        decimals: 1,
        ..LineChart::default()
    }
    .render(words)
}

pub fn bars(words: &Words) -> Markup {
    let bar = |label: &str, value: f64, marked| Bar {
        label: label.into(),
        value,
        count: Some(120),
        href: Some("/don-vi".into()),
        marked,
    };
    BarChart {
        id: "don-vi".into(),
        title: "Tỷ lệ đúng hạn theo đơn vị".into(),
        desc: "Cao nhất là phường Tân An 98,4 %, thấp nhất là Phòng Tài nguyên và Môi trường 81 %.".into(),
        bars: vec![
            bar("Phường Tân An", 98.4, false),
            bar("Phường An Khánh (đơn vị của bạn)", 94.5, true),
            bar("Phòng Quản lý đô thị quận Ninh Kiều", 90.2, false),
            bar("Phòng Tài nguyên và Môi trường quận Ninh Kiều", 81.0, false),
        ],
        target: Some(95.0),
        unit: "%".into(),
        decimals: 1,
        max: Some(100.0),
        ..BarChart::default()
    }
    .render(words)
}
