// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/doctordialog.h"

#include "ui/engine/doctorrun.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/findinglist.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int letters = 88; // of a line
constexpr int lines = 26;

} // namespace

DoctorDialog::DoctorDialog(const ThemeSource *themes, const redis::ConnectionOptions &connection,
    const DoctorOptions &options, EnvironmentClass environment, QWidget *parent)
    : BandDialog(themes, environment, tr("Doctor"), parent)
    , m_findings(new FindingList(themes))
    , m_area(new QScrollArea(this))
    , m_progress(new QLabel(tr("Looking..."), this))
    , m_run(new DoctorRun(connection, options, this))
{
    setObjectName(u"doctorDialog"_s);
    addText(tr("Doctor of %1").arg(redis::displayUrl(connection)), themes->fonts().heading);
    addText(tr("What this server and this user can do. Nothing is changed: what writes is tried on a key "
               "that does "
               "not exist."),
        themes->fonts().body)
        ->setProperty("look", u"second"_s);
    m_area->setWidget(m_findings);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->viewport()->setAutoFillBackground(false);
    m_findings->setAutoFillBackground(false);
    body()->addSpacing(themes->measures().grid);
    body()->addWidget(m_area, 1);
    m_progress->setTextFormat(Qt::PlainText);
    m_progress->setProperty("look", u"third"_s);
    foot()->addWidget(new CopyButton(
        themes, [this] { return m_findings->text(); }, this));
    foot()->addWidget(m_progress);
    addClose();
    const QFontMetrics metrics(themes->fonts().body);
    resize(metrics.averageCharWidth() * letters, metrics.lineSpacing() * lines);
    connect(m_run, &DoctorRun::found, this, &DoctorDialog::add);
    connect(m_run, &DoctorRun::finished, this, &DoctorDialog::finish);
    m_run->start();
}

DoctorDialog::~DoctorDialog() = default;

void DoctorDialog::add(const Finding &finding)
{
    m_findings->add(finding);
}

void DoctorDialog::finish()
{
    m_progress->setText(tr("Done"));
}

} // namespace emberwatch
