//! The tabular files and their columns: name, kind, meaning, unit, vocabulary. The one source of every header, of the
//! schemas in datapackage.json and of the codebook.

use super::rows;
use super::value::Rows;
use super::wire::Document;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text; empty where there is none.
    Text,
    /// A whole number, 0 or more.
    Integer,
    /// An exact decimal.
    Decimal,
    /// A coordinate in PDF points, two decimals.
    Points,
}

/// A column of a tabular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means.
    pub about: &'static str,
    /// Unit of its figures; empty where they have none, or one of their own.
    pub unit: &'static str,
    /// List of its words in the vocabulary (`catalog::vocabulary`); empty where it has none.
    pub words: &'static str,
    /// Every row has a value.
    pub required: bool,
}

impl Column {
    pub(super) const fn new(name: &'static str, kind: Kind, about: &'static str) -> Column {
        Column { name, kind, about, unit: "", words: "", required: false }
    }

    pub(super) const fn unit(self, unit: &'static str) -> Column {
        Column { unit, ..self }
    }

    const fn words(self, words: &'static str) -> Column {
        Column { words, ..self }
    }

    const fn required(self) -> Column {
        Column { required: true, ..self }
    }
}

/// A tabular file: `facts` is facts.csv, facts.parquet …
pub struct Sheet {
    /// Name without the ending.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Columns in order.
    pub columns: &'static [Column],
    /// Columns that together name a row; none where nothing does.
    pub key: &'static [&'static str],
    /// The rows of a document, in document order.
    pub rows: fn(&Document) -> Rows<'_>,
}

const fn text(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Text, about)
}

const fn count(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Integer, about)
}

const fn yuan(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Decimal, about).unit("yuan")
}

const fn points(name: &'static str, about: &'static str) -> Column {
    points_or_none(name, about).required()
}

const fn points_or_none(name: &'static str, about: &'static str) -> Column {
    Column::new(name, Kind::Points, about).unit("PDF points")
}

const SOURCE: Column =
    text("source_file", "Path of the input as given; a member of a zip file is a.zip/member.pdf")
        .required();
const UNIT_NAME: Column = text("unit_name", "The disclosing unit as printed, white space removed");
const UNIT_ID: Column = text(
    "unit_id",
    "The body's stable id, the same in all its documents: division code and name without 本级, 机关 and brackets",
);
const DIVISION: Column = text(
    "division_code",
    "Administrative division of the body (GB/T 2260) in that year; empty where its name does not tell",
);
const YEAR: Column = count("fiscal_year", "Fiscal year, as the document says");
const KIND: Column = text("kind", "Budget (预算) or final accounts (决算)").words("kind");
const SCOPE: Column = text(
    "scope",
    "Of one unit (单位), a whole department (部门) or a whole government, as the title says",
)
.words("scope");
const PAGE: Column = count("page", "1-based page on which the figure stands").required();
const CODE: Column =
    text("code", "Subject code (科目编码), digits only, complete; empty where none is printed")
        .words("code");
const BASIS: &str = "Which of several figures for the same thing";
const TABLE: &str = "Table id, or other: and the printed title";
const SIDE: &str = "Side of a summary that prints income and expenditure side by side";
const ROW: &str =
    "1-based position among the table's rows (of that side) that print a label or a code";
const ROW_UNIT: &str = "The budget unit that the row belongs to, in tables that list several";
const ITEM: &str = "What a row without a code is, where the catalog knows it; empty on coded rows";
const COLUMN: &str = "Column id, or other: and the printed heads from top to leaf joined by /";

/// Every tabular file.
pub static SHEETS: [Sheet; 9] = [
    Sheet {
        name: "documents",
        about: "an input, failures included, in input order",
        columns: &[
            SOURCE,
            text("sha256", "SHA-256 of the input's bytes; empty where they could not be had"),
            text("status", "How the conversion went").words("status").required(),
            KIND,
            SCOPE,
            UNIT_NAME,
            YEAR,
            count("pages", "Number of pages"),
            count("tables", "Number of tables").required(),
            count("facts", "Number of amounts that the tables state: rows of facts").required(),
            count("checks_exact", "Checks with the verdict exact").required(),
            count("checks_rounding", "Checks with the verdict rounding").required(),
            count("checks_mismatch", "Checks with the verdict mismatch").required(),
            count("checks_not_checked", "Checks with the verdict not_checked").required(),
            text("error", "Why nothing could be had, and what to do, where the status is failed"),
            UNIT_ID,
            DIVISION,
            count("narrative", "Number of figures that the prose states: rows of narrative").required(),
            count("performance", "Number of indicators: rows of performance").required(),
            count("findings", "Number of findings: rows of findings").required(),
            count("owed", "Number of obligations that the disclosure has (R1 to R7), those that do not apply left out").required(),
            count("found", "Number of these that were found").required(),
        ],
        key: &["source_file"],
        rows: rows::documents,
    },
    Sheet {
        name: "facts",
        about: "an amount that a table states; a blank cell is none, a printed 0 is one",
        columns: &[
            SOURCE,
            UNIT_NAME,
            YEAR,
            KIND,
            SCOPE,
            text("table", TABLE).words("table").required(),
            text("side", SIDE).words("side"),
            count("row", ROW).required(),
            CODE,
            text("classification", "The list that the code belongs to; empty without a code").words("classification"),
            text("also", "The row's codes of other classifications, classification:code, separated by spaces"),
            text("item", ITEM).words("item"),
            text("name", "The row's name as printed: wrapped lines joined, without white space, leading ordinal and 其中："),
            text("row_unit", ROW_UNIT),
            count("level", "1, 2, 3 for 类, 款, 项; 0 for totals; else empty"),
            text("column", COLUMN).words("column").required(),
            text("basis", BASIS).words("basis").required(),
            yuan("amount_yuan", "The amount, exact, whatever unit the table prints").required(),
            text("stated", "The cell's text as printed, without white space").required(),
            text("stated_unit", "The unit that stated is in, as the table declares it"),
            PAGE,
            points("x0", "Left edge of the cell's text, from the left of the page as displayed"),
            points("y0", "Top edge of the cell's text, from the top of the page as displayed"),
            points("x1", "Right edge of the cell's text"),
            points("y1", "Bottom edge of the cell's text"),
            UNIT_ID,
            text("unit_code", "Code of the budget unit that the row or the table prints, as printed"),
            text("leaf", "true where no other row of the table divides this one further: the leaves of a column add up to its total; empty for all rows of a side whose leaves would come to more than that"),
            text("verdict", "The worst verdict of the checks that the figure stands in: mismatch, not_checked, rounding, exact; empty where it stands in none")
                .words("verdict"),
            text("doubt", "Why the figure may belong to another column; empty where nothing is doubtful"),
        ],
        key: &["source_file", "page", "x0", "y0", "x1", "y1"],
        rows: rows::facts,
    },
    Sheet {
        name: "checks",
        about: "an equation between stated figures, evaluated; figures in yuan, rates in percentage points, counts as they are",
        columns: &[
            SOURCE,
            text("rule", "The equation; yusuan rules lists them").words("rule").required(),
            text("table", "Table id of the stated figure, or narrative"),
            text("side", "Its side").words("side"),
            count("row", "Its row"),
            text("row_unit", "Its budget unit"),
            text("code", "Its subject code").words("code"),
            text("item", "Its item, or the key of a figure of the prose"),
            text("column", "Its column").words("column"),
            text("basis", "Its basis").words("basis"),
            text("against", "Tables on the other side, separated by spaces; empty within one table"),
            Column::new("lhs", Kind::Decimal, "The stated figure"),
            Column::new("rhs", Kind::Decimal, "What it should equal"),
            Column::new("residual", Kind::Decimal, "lhs − rhs, or by how much an inequality fails"),
            count("terms", "Number of addends"),
            Column::new("bound", Kind::Decimal, "The residual that independent rounding of the printed figures can explain"),
            text("verdict", "The outcome").words("verdict").required(),
            text("reason", "Why, for all but plain outcomes"),
            count("check_no", "1-based position of the check within the document").required(),
        ],
        key: &["source_file", "check_no"],
        rows: rows::checks,
    },
    Sheet {
        name: "check_terms",
        about: "a figure of an equation: the stated one, then what it should be the sum of",
        columns: &[
            SOURCE,
            count("check_no", "The check, by its position within the document").required(),
            count("position", "0 for the stated figure, 1 and more for the addends in order").required(),
            text("table", "Table id of the figure; empty for an addend of the prose or of another document"),
            text("side", SIDE).words("side"),
            count("row", ROW),
            text("column", COLUMN).words("column"),
            text("basis", BASIS).words("basis"),
            text("sign", "+, or - where the figure is taken away").required(),
            count("page", "1-based page on which it stands"),
        ],
        key: &["source_file", "check_no", "position"],
        rows: rows::check_terms,
    },
    Sheet {
        name: "narrative",
        about: "a figure that the explanation (情况说明) states in prose, one for each mention",
        columns: &[
            SOURCE,
            UNIT_NAME,
            YEAR,
            text("key", "What the figure is").words("key").required(),
            text("code", "Subject code, for keys of subjects and classes; empty where the prose prints none").words("code"),
            text("name", "Name of the subject"),
            yuan("amount_yuan", "Money, exact; signed for changes; empty for counts and percentages"),
            Column::new("value", Kind::Decimal, "A count or percentage, with the printed decimals; empty for money"),
            text("value_unit", "Unit of value as printed: 辆, %, 个 …"),
            text("stated", "The figure with its unit as printed"),
            text("sentence", "The sentence it stands in"),
            PAGE,
            text("table_code", "Code of the one row of the tables that the figure is about; empty where none or several could be")
                .words("code"),
            text("scope", "Whose money it is, by its clause, its sentence or its section; empty where unknown or without meaning")
                .words("money_scope"),
        ],
        key: &[],
        rows: rows::narrative,
    },
    Sheet {
        name: "performance",
        about: "an indicator of a project's performance table (绩效目标表)",
        columns: &[
            SOURCE,
            UNIT_NAME,
            YEAR,
            count("project_no", "1-based position among the document's performance tables").required(),
            text("project", "项目名称: name of the project"),
            text("managing_department", "主管部门: department in charge"),
            text("implementing_unit", "实施单位: unit that carries it out"),
            yuan("funds_total_yuan", "资金总额: all funds, exact"),
            yuan("funds_fiscal_yuan", "财政拨款: fiscal appropriation, exact"),
            yuan("funds_other_yuan", "其他资金: other funds, exact"),
            text("annual_goal", "年度目标: goal of the year"),
            count("indicator_no", "1-based position in the table").required(),
            text("level1", "一级指标: class of indicators"),
            text("level2", "二级指标: group of indicators"),
            text("level3", "三级指标: the indicator"),
            text("value", "指标值 as printed: ≥90%"),
            text("operator", "The value's operator; empty if none is printed").words("operator"),
            text("target", "The value's number, or the text of a qualitative target"),
            text("target_unit", "The value's unit: %, 次, 万元 …"),
            PAGE,
            text("form", "What the table is made for").words("form"),
            text("actual", "实际完成值 as printed: what was reached"),
            Column::new("weight", Kind::Decimal, "分值: the points that the indicator can get"),
            Column::new("score", Kind::Decimal, "得分: the points that it got"),
            text("reason", "偏差原因分析及改进措施: why the target was missed"),
            yuan("funds_carryover_yuan", "上年结转 printed beside the funds: what was carried over, exact"),
            yuan("funds_adjusted_yuan", "全年预算数: all funds as the budget was adjusted, exact"),
            yuan("funds_spent_yuan", "全年执行数: all funds spent, exact"),
            Column::new("execution_percent", Kind::Decimal, "执行率: what was spent of what was budgeted, in percentage points"),
        ],
        key: &["source_file", "project_no", "indicator_no"],
        rows: rows::performance,
    },
    Sheet {
        name: "findings",
        about: "a thing that could not be read, is doubtful, or is worth knowing",
        columns: &[
            SOURCE,
            UNIT_NAME,
            YEAR,
            text("code", "The kind of finding").required(),
            text("severity", "How bad").words("severity").required(),
            text("table", "Table id that it belongs to"),
            count("page", "1-based page"),
            points_or_none("x0", "Left edge of the place, from the left of the page as displayed"),
            points_or_none("y0", "Top edge of the place, from the top of the page as displayed"),
            points_or_none("x1", "Right edge of the place"),
            points_or_none("y1", "Bottom edge of the place"),
            text("message", "What and why, printed terms quoted").required(),
            text("help", "What to do next").required(),
        ],
        key: &[],
        rows: rows::findings,
    },
    Sheet {
        name: "units",
        about: "a public body, over all its documents; and a body that the list of --units names without any",
        columns: &[
            UNIT_ID.required(),
            text("unit_name", "Its name, as the latest document prints it").required(),
            text("other_names", "Its other printed names, separated by spaces"),
            text("unit_code", "Its code among the budget units, as printed"),
            text("parent_unit_id", "The body above it: the department whose document lists it, if only one does"),
            text("division_code", "Its administrative division (GB/T 2260); empty where its name does not tell"),
            text("division_name", "Name of the division"),
            text("years", "Fiscal years of its documents, separated by spaces"),
            count("budgets", "Number of its budgets").required(),
            count("final_accounts", "Number of its final accounts").required(),
            count("documents", "Number of its documents, of unknown kind too").required(),
            text("credit_code", "统一社会信用代码, from the list of --units"),
            text("source_url", "Where it publishes, from the list of --units"),
            text("publication_date", "When it published, from the list of --units"),
        ],
        key: &["unit_id"],
        rows: |_| Box::new(std::iter::empty()), // known when all documents are: see `Units`
    },
    Sheet {
        name: "figures",
        about: "a named figure of a body in a document, once, wherever and however the document prints it; absent, never zero, where it does not",
        columns: &[
            SOURCE,
            UNIT_ID,
            UNIT_NAME,
            YEAR,
            KIND,
            SCOPE,
            DIVISION,
            text("figure", "Which figure; by class function.208, in final accounts what had been budgeted expenditure_total@budget")
                .words("figure")
                .required(),
            text("label", "What its row prints; where it has none of its own, what such figures are called"),
            yuan("amount_yuan", "The amount, exact").required(),
            text("chosen_from", "Id of the table that it was taken from, or narrative").required(),
            text("rule", "How it was had").words("how").required(),
            text("verdict", "The worst verdict of the checks that it, or what it is the sum of, stands in; empty where there are none")
                .words("verdict"),
            text("doubt", "Why it is doubtful; for a total, that the classes do not add up to it; empty where nothing is"),
            count("page", "1-based page; of a sum that of its first addend").required(),
        ],
        key: &["source_file", "figure"],
        rows: rows::figures,
    },
];
