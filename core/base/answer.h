// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

namespace emberwatch {

/// One value that a coroutine of the same thread waits for. Shared by whoever gives it and the coroutine, so
/// that neither has to outlive the other; the first give() counts.
template <typename T> class Answer
{
public:
    /// Resumes the waiting coroutine before it returns.
    void give(T value)
    {
        if (m_value)
            return;
        m_value.emplace(std::move(value));
        if (m_waiter)
            std::exchange(m_waiter, nullptr).resume();
    }

    /// What is co_awaited: `Answer<T>::Awaiter awaiter(answer); T value = co_await awaiter;`
    class Awaiter
    {
    public:
        explicit Awaiter(std::shared_ptr<Answer> answer)
            : m_answer(std::move(answer))
        {
        }
        [[nodiscard]] bool await_ready() const { return m_answer->m_value.has_value(); }
        void await_suspend(std::coroutine_handle<> waiter) { m_answer->m_waiter = waiter; }
        T await_resume() { return std::move(*m_answer->m_value); }

    private:
        std::shared_ptr<Answer> m_answer;
    };

private:
    std::optional<T> m_value;
    std::coroutine_handle<> m_waiter;
};

} // namespace emberwatch
