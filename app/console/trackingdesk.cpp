// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/trackingdesk.h"

#include "ui/engine/consoleengine.h"
#include "ui/recovery/stoptrackingdialog.h"
#include "ui/shell/feeddisplay.h"
#include "ui/shell/mainwindow.h"

namespace emberwatch {

TrackingDesk::TrackingDesk(
    ThemeSource *themes, MainWindow *window, ConsoleEngine *engine, Environment environment)
    : m_themes(themes)
    , m_window(window)
    , m_engine(engine)
    , m_environment(std::move(environment))
{
    connect(engine, &ConsoleEngine::trackingChanged, &window->feed(), &FeedDisplay::setTracking);
    window->setCloseQuestion([this] { return mayClose(); });
}

TrackingDesk::~TrackingDesk()
{
    m_window->setCloseQuestion({});
}

bool TrackingDesk::mayClose()
{
    // What is carried out in the background is looked at first: it can be stopped there.
    if (m_engine->isRecovering()) {
        m_window->commands().action(Command::ShowWork)->trigger();
        return false;
    }
    const TrackingSummary &tracking = m_engine->tracking();
    return !tracking.isAny()
        || StopTrackingDialog(m_themes, m_environment, tracking, m_window).exec() == QDialog::Accepted;
}

} // namespace emberwatch
