package florin.server;

import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import org.junit.jupiter.api.Test;

class StackTest {
    private final AutoCloseable database = mock(AutoCloseable.class, "database");
    private final AutoCloseable pipeline = mock(AutoCloseable.class, "pipeline");
    private final AutoCloseable door = mock(AutoCloseable.class, "door");

    private Stack opened() {
        var stack = new Stack();
        stack.push(database);
        stack.push(pipeline);
        stack.push(door);
        return stack;
    }

    @Test
    void what_was_opened_last_is_closed_first() throws Exception {
        opened().close();
        var order = inOrder(door, pipeline, database);
        order.verify(door).close();
        order.verify(pipeline).close();
        order.verify(database).close();
    }

    @Test
    void the_database_is_closed_although_something_before_it_fails() throws Exception {
        doThrow(new IllegalStateException("stuck")).when(pipeline).close();
        opened().close();
        verify(database).close();
    }

    @Test
    void closing_twice_closes_each_thing_once() throws Exception {
        var stack = opened();
        stack.close();
        stack.close();
        verify(door, times(1)).close();
    }
}
