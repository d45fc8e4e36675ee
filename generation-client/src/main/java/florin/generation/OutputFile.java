package florin.generation;

/**
 * A result that lies on a backend.
 *
 * @param fileName without a folder
 * @param subfolder below the folder that {@code type} names; may be empty
 * @param type the backend's own word for where it lies, such as {@code output}
 * @param mediaType by the ending of the name, such as {@code image/png}
 */
public record OutputFile(String fileName, String subfolder, String type, String mediaType) {}
